import type { GetMFADeviceCommandInput, GetMFADeviceCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findAssigned, MFA, virtualDeviceView } from '../mfa-devices.ts'
import { findUser, ownUserResource } from '../state.ts'

export const GetMFADevice = operation<GetMFADeviceCommandInput, GetMFADeviceCommandOutput>({
  action: 'iam:GetMFADevice',
  resource: ownUserResource,
  limits: { ...MFA.limits, UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const user = input.UserName === undefined ? undefined : findUser(ctx, input.UserName)
    const { serial, assigned } = user ? findAssigned(ctx, user, input.SerialNumber!) : MFA.find(ctx, input.SerialNumber!)
    const owner = virtualDeviceView(ctx, { serial, tags: [], ...(assigned ? { assigned } : {}) }).User?.UserName
    return {
      ...(owner === undefined ? {} : { UserName: owner }),
      SerialNumber: serial,
      ...(assigned ? { EnableDate: new Date(assigned.at) } : {}),
    }
  },
})
