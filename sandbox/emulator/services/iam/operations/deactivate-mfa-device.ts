import type { DeactivateMFADeviceCommandInput, DeactivateMFADeviceCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findAssigned, MFA } from '../mfa-devices.ts'
import { ownUserResource } from '../state.ts'
import { ownerOrCaller } from '../user-credentials.ts'

export const DeactivateMFADevice = operation<DeactivateMFADeviceCommandInput, DeactivateMFADeviceCommandOutput>({
  action: 'iam:DeactivateMFADevice',
  resource: ownUserResource,
  storedOnly: true,
  limits: { UserName: { min: 1, max: 128 }, ...MFA.limits },
  handle(input, ctx) {
    const { assigned: _, ...device } = findAssigned(ctx, ownerOrCaller(ctx, input), input.SerialNumber!)
    MFA.save(ctx, device)
    return {}
  },
})
