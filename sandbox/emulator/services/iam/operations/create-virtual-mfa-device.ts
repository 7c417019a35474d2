import type { CreateVirtualMFADeviceCommandInput, CreateVirtualMFADeviceCommandOutput } from '@aws-sdk/client-iam'
import { UPPER_ALPHANUMERIC } from '../../../kernel/ids.ts'
import { operation } from '../../../kernel/operation.ts'
import { alreadyExists } from '../errors.ts'
import { MFA, mfaDevices } from '../mfa-devices.ts'
import { checkPath } from '../state.ts'
import { mergeTags, TAGS } from '../tags.ts'

export const CreateVirtualMFADevice = operation<CreateVirtualMFADeviceCommandInput, CreateVirtualMFADeviceCommandOutput>({
  action: 'iam:CreateVirtualMFADevice',
  resource: (input, ctx) => `arn:aws:iam::${ctx.account}:mfa${input.Path ?? '/'}${input.VirtualMFADeviceName!}`,
  storedOnly: true,
  limits: { Path: { min: 1, max: 512 }, VirtualMFADeviceName: { min: 1, max: 226, pattern: '[\\w+=,.@-]+' }, Tags: TAGS },
  handle(input, ctx) {
    const path = input.Path ?? '/'
    checkPath(path)
    const serial = `arn:aws:iam::${ctx.account}:mfa${path}${input.VirtualMFADeviceName!}`
    if (mfaDevices(ctx).has(serial)) throw alreadyExists('MFADevice entity at the same path and name already exists.')
    const { tags } = MFA.save(ctx, { serial, tags: mergeTags([], input.Tags ?? []) })
    const seed = Buffer.from(ctx.ids.chars(64, UPPER_ALPHANUMERIC))
    return { VirtualMFADevice: { SerialNumber: serial, Base32StringSeed: seed, ...(tags.length > 0 ? { Tags: [...tags] } : {}) } }
  },
})
