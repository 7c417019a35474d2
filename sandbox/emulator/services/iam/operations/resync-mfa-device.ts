import type { ResyncMFADeviceCommandInput, ResyncMFADeviceCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { CODE, findAssigned, MFA } from '../mfa-devices.ts'
import { findUser, userResource } from '../state.ts'

export const ResyncMFADevice = operation<ResyncMFADeviceCommandInput, ResyncMFADeviceCommandOutput>({
  action: 'iam:ResyncMFADevice',
  resource: userResource,
  storedOnly: true,
  limits: { UserName: { min: 1, max: 128 }, ...MFA.limits, AuthenticationCode1: CODE, AuthenticationCode2: CODE },
  handle(input, ctx) {
    findAssigned(ctx, findUser(ctx, input.UserName!), input.SerialNumber!)
    return {}
  },
})
