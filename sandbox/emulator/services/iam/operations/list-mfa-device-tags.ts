import type { ListMFADeviceTagsCommandInput, ListMFADeviceTagsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { MFA } from '../mfa-devices.ts'
import { listingTags } from '../tagging.ts'

export const ListMFADeviceTags = operation<ListMFADeviceTagsCommandInput, ListMFADeviceTagsCommandOutput>({
  action: 'iam:ListMFADeviceTags',
  ...listingTags(MFA),
})
