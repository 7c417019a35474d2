import type { ListMFADevicesCommandInput, ListMFADevicesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { devicesOf } from '../mfa-devices.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { ownUserResource } from '../state.ts'
import { ownerOrCaller } from '../user-credentials.ts'

export const ListMFADevices = operation<ListMFADevicesCommandInput, ListMFADevicesCommandOutput>({
  action: 'iam:ListMFADevices',
  resource: ownUserResource,
  limits: { ...PAGE_LIMITS, UserName: { min: 1, max: 128 } },
  handle(input, ctx) {
    // The root user has none here.
    if (input.UserName === undefined && ctx.principal.type === 'root') return { MFADevices: [], IsTruncated: false }
    const user = ownerOrCaller(ctx, input)
    const { items, more } = page(devicesOf(ctx, user), ({ serial }) => serial, input)
    const shown = items.map(({ serial, assigned }) => ({
      UserName: user.name,
      SerialNumber: serial,
      EnableDate: new Date(assigned!.at),
    }))
    return { MFADevices: shown, ...more }
  },
})
