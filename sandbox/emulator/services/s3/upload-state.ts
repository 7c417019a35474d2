import type { Blob } from '../../kernel/blobs.ts'
import type { Context } from '../../kernel/context.ts'
import { scopedTables, type Store, type Table } from '../../kernel/store.ts'
import { accountOfPlace, placeOf, type Seeker } from './bucket-state.ts'
import * as errors from './errors.ts'
import type { Upload, UploadedPart } from './types.ts'

scopedTables('s3.uploads', accountOfPlace)
scopedTables('s3.parts', (uploadId, store) => {
  for (const [place, table] of store.scopes('s3.uploads')) if (table.has(uploadId)) return accountOfPlace(place, store)
  return undefined
})

const uploads = (ctx: Seeker, bucket: string): Table<Upload> => ctx.store.table('s3.uploads', placeOf(ctx, bucket))
const parts = ({ store }: { store: Store }, uploadId: string): Table<UploadedPart> => store.table('s3.parts', uploadId)

export function uploadsOf(ctx: Seeker, bucket: string): IterableIterator<Upload> {
  return uploads(ctx, bucket).values()
}

export function putUpload(ctx: Context, bucket: string, upload: Upload): void {
  uploads(ctx, bucket).put(upload.id, upload)
}

/** Remembers for the open uploads of a key that somebody else wrote or deleted it. */
export function overtakeUploads(ctx: Context, bucket: string, key: string, overtakenBy: 'write' | 'delete'): void {
  const table = uploads(ctx, bucket)
  if (table.size === 0) return
  for (const upload of table.values()) if (upload.key === key) table.put(upload.id, { ...upload, overtakenBy })
}

export const hasUpload = (ctx: Context, bucket: string, uploadId: string) => uploads(ctx, bucket).has(uploadId)

/** Throws `NoSuchUpload`, also where the upload is of another key. */
export function findUpload(ctx: Context, bucket: string, key: string, uploadId: string): Upload {
  const upload = uploads(ctx, bucket).get(uploadId)
  if (!upload || upload.key !== key) throw errors.noSuchUpload(uploadId)
  return upload
}

export function putPart(ctx: Context, upload: Upload, part: UploadedPart): void {
  const table = parts(ctx, upload.id)
  const before = table.get(String(part.number))
  if (before) ctx.blobs.delete(before.blob)
  table.put(String(part.number), part)
}

/** By number, ascending. */
export function partsOf(ctx: Context, upload: Upload): UploadedPart[] {
  return [...parts(ctx, upload.id).values()].sort((a, b) => a.number - b.number)
}

/** Ends an upload and drops the bytes of its parts but for those that became an object. */
export function removeUpload(ctx: Seeker & Pick<Context, 'blobs'>, bucket: string, uploadId: string, kept: ReadonlySet<Blob> = new Set()): void {
  const table = parts(ctx, uploadId)
  for (const { blob } of table.values()) if (!kept.has(blob)) ctx.blobs.delete(blob)
  table.clear()
  uploads(ctx, bucket).delete(uploadId)
}
