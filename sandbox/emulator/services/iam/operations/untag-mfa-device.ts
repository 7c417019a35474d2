import type { UntagMFADeviceCommandInput, UntagMFADeviceCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { MFA } from '../mfa-devices.ts'
import { untagging } from '../tagging.ts'

export const UntagMFADevice = operation<UntagMFADeviceCommandInput, UntagMFADeviceCommandOutput>({
  action: 'iam:UntagMFADevice',
  ...untagging(MFA),
})
