import type { TagMFADeviceCommandInput, TagMFADeviceCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { MFA } from '../mfa-devices.ts'
import { tagging } from '../tagging.ts'

export const TagMFADevice = operation<TagMFADeviceCommandInput, TagMFADeviceCommandOutput>({
  action: 'iam:TagMFADevice',
  ...tagging(MFA),
})
