import type { Context } from '../../../kernel/context.ts'
import { httpDate } from '../../../protocols/scalars.ts'
import { invalidObjectState } from '../errors.ts'
import type { StoredObject } from '../state.ts'

const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE'])

/** Whether the bytes cannot be read before a RestoreObject. */
export const isArchived = ({ settings }: Pick<StoredObject, 'settings'>) => ARCHIVED.has(settings.storageClass)

const isRestored = (ctx: Context, { restoredUntil }: StoredObject) => restoredUntil !== undefined && restoredUntil > ctx.now

/** Throws `InvalidObjectState` where an object lies in an archive. */
export function checkReadable(ctx: Context, object: StoredObject): void {
  if (isArchived(object) && !isRestored(ctx, object))
    throw invalidObjectState("The operation is not valid for the object's storage class", object.settings.storageClass)
}

/** The `x-amz-restore` of an archived object whose copy can be read. */
export function restoreOf(ctx: Context, object: StoredObject): string | undefined {
  if (!isRestored(ctx, object)) return undefined
  return `ongoing-request="false", expiry-date="${httpDate(new Date(object.restoredUntil!))}"`
}
