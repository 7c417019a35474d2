import type { EnableMFADeviceCommandInput, EnableMFADeviceCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { alreadyExists, limitExceeded } from '../errors.ts'
import { CODE, devicesOf, MFA } from '../mfa-devices.ts'
import { findUser, userResource, wholeSeconds } from '../state.ts'

export const EnableMFADevice = operation<EnableMFADeviceCommandInput, EnableMFADeviceCommandOutput>({
  action: 'iam:EnableMFADevice',
  resource: userResource,
  storedOnly: true,
  limits: { UserName: { min: 1, max: 128 }, ...MFA.limits, AuthenticationCode1: CODE, AuthenticationCode2: CODE },
  // Any two codes will do: the device's seed is not kept.
  handle(input, ctx) {
    const user = findUser(ctx, input.UserName!)
    const device = MFA.own(ctx, input.SerialNumber!)
    if (device.assigned) throw alreadyExists('MFA device is already in use.')
    if (devicesOf(ctx, user).length >= 8) throw limitExceeded('Cannot exceed quota for MFADevicesPerUser: 8')
    MFA.save(ctx, { ...device, assigned: { userId: user.id, at: wholeSeconds(ctx.now) } })
    return {}
  },
})
