import type { DeleteVirtualMFADeviceCommandInput, DeleteVirtualMFADeviceCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { deleteConflict } from '../errors.ts'
import { MFA, removeDevice } from '../mfa-devices.ts'

export const DeleteVirtualMFADevice = operation<DeleteVirtualMFADeviceCommandInput, DeleteVirtualMFADeviceCommandOutput>({
  action: 'iam:DeleteVirtualMFADevice',
  resource: MFA.resource,
  limits: MFA.limits,
  handle(input, ctx) {
    const device = MFA.own(ctx, input.SerialNumber!)
    if (device.assigned) throw deleteConflict('MFA VirtualDevice in use. Must deactivate first.')
    removeDevice(ctx, device)
    return {}
  },
})
