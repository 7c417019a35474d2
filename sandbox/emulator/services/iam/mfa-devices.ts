import type * as sdk from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { noSuchEntity } from './errors.ts'
import type { Kind } from './kinds.ts'
import { users, type User } from './state.ts'
import { userSummary } from './views.ts'

/** An app that makes one-time codes. Its seed is handed out once; codes are not asked for here. */
export interface MfaDevice {
  /** An ARN. */
  readonly serial: string
  readonly tags: readonly sdk.Tag[]
  readonly assigned?: { readonly userId: string; readonly at: number }
}

export const mfaDevices = collection<MfaDevice>('iam.mfa-devices', 'account')

export const MFA: Kind<MfaDevice, 'SerialNumber'> = {
  member: 'SerialNumber',
  limits: { SerialNumber: { min: 9, max: 256 } },
  resource: ({ SerialNumber: serial }) => serial!,
  find: findDevice,
  own: findDevice,
  save: (ctx, device) => mfaDevices(ctx).put(device.serial, device),
}

/** Six digits. */
export const CODE = { min: 6, max: 6, pattern: '[\\d]+' }

function findDevice(ctx: Context, serial: string): MfaDevice {
  const device = mfaDevices(ctx).get(serial)
  if (!device) throw noSuchEntity(`VirtualMFADevice with serial number ${serial} doesn't exist.`)
  return device
}

/** The device where it is this user's; throws `NoSuchEntity`. */
export function findAssigned(ctx: Context, user: User, serial: string): MfaDevice {
  const device = mfaDevices(ctx).get(serial)
  if (device?.assigned?.userId !== user.id) throw noSuchEntity(`MFA Device with serial number ${serial} is not associated with user ${user.name}.`)
  return device
}

export const removeDevice = (ctx: Context, { serial }: MfaDevice) => mfaDevices(ctx).delete(serial)

export const devicesOf = (ctx: Context, { id }: User): MfaDevice[] =>
  [...mfaDevices(ctx).values()].filter(({ assigned }) => assigned?.userId === id)

export function virtualDeviceView(ctx: Context, { serial, assigned }: MfaDevice): sdk.VirtualMFADevice {
  const user = assigned && [...users(ctx).values()].find(({ id }) => id === assigned.userId)
  return {
    SerialNumber: serial,
    ...(user ? { User: userSummary(user) } : {}),
    ...(assigned ? { EnableDate: new Date(assigned.at) } : {}),
  }
}
