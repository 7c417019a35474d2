import type { ListVirtualMFADevicesCommandInput, ListVirtualMFADevicesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { mfaDevices, virtualDeviceView } from '../mfa-devices.ts'
import { page, PAGE_LIMITS } from '../paging.ts'

export const ListVirtualMFADevices = operation<ListVirtualMFADevicesCommandInput, ListVirtualMFADevicesCommandOutput>({
  action: 'iam:ListVirtualMFADevices',
  resource: '*',
  limits: { ...PAGE_LIMITS, AssignmentStatus: { enum: ['Assigned', 'Unassigned', 'Any'] } },
  handle(input, ctx) {
    const wanted = [...mfaDevices(ctx).values()].filter(
      ({ assigned }) => (input.AssignmentStatus ?? 'Any') === 'Any' || (input.AssignmentStatus === 'Assigned') === (assigned !== undefined),
    )
    const { items, more } = page(wanted, ({ serial }) => serial, input)
    return { VirtualMFADevices: items.map((device) => virtualDeviceView(ctx, device)), ...more }
  },
})
