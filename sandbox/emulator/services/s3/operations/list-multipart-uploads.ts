import type {
  ListMultipartUploadsCommandInput,
  ListMultipartUploadsCommandOutput,
  MultipartUpload,
  StorageClass,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { bucketArn, requireBucket } from '../access.ts'
import { compareKeys } from '../objects/key-index.ts'
import { encoder, pageSize } from '../objects/listed.ts'
import { commonPrefixOf } from '../objects/listing.ts'
import { initiatorOf, ownerOf } from '../objects/owner.ts'
import { uploadsOf, type Upload } from '../state.ts'

export const ListMultipartUploads = operation<ListMultipartUploadsCommandInput, ListMultipartUploadsCommandOutput>({
  action: 's3:ListBucketMultipartUploads',
  resource: bucketArn,
  handle(input, ctx) {
    const bucket = requireBucket(ctx, input)
    const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: keyMarker = '' } = input
    const encode = encoder(input.EncodingType)
    const limit = pageSize(input.MaxUploads, 'max-uploads')
    const rest = group([...uploadsOf(ctx, bucket.name)].sort(inOrder), prefix, delimiter).filter(isAfter(input))
    const page = rest.slice(0, limit)
    const last = page.at(-1)
    const isTruncated = limit > 0 && page.length < rest.length
    const parties = { Owner: ownerOf(bucket.account), Initiator: initiatorOf(ctx.principal) }
    return {
      Bucket: bucket.name,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: input.UploadIdMarker ?? '',
      ...(isTruncated && last ? { NextKeyMarker: encode(last.name), NextUploadIdMarker: last.upload?.id ?? '' } : {}),
      Prefix: prefix === '' ? undefined : encode(prefix),
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      EncodingType: input.EncodingType,
      MaxUploads: limit,
      IsTruncated: isTruncated,
      Uploads: page.flatMap(({ upload }) => (upload ? [{ ...listed(upload, encode), ...parties }] : [])),
      CommonPrefixes: page.flatMap(({ name, upload }) => (upload ? [] : [{ Prefix: encode(name) }])),
    }
  },
})

/** An upload under its key, or a common prefix of several. */
interface Entry {
  readonly name: string
  readonly upload?: Upload
}

const inOrder = (a: Upload, b: Upload) => compareKeys(a.key, b.key) || a.initiatedAt - b.initiatedAt || (a.id < b.id ? -1 : 1)

function group(uploads: readonly Upload[], prefix: string, delimiter: string): Entry[] {
  const entries: Entry[] = []
  for (const upload of uploads) {
    if (!upload.key.startsWith(prefix)) continue
    const common = commonPrefixOf(upload.key, prefix, delimiter)
    if (common === undefined) entries.push({ name: upload.key, upload })
    else if (entries.at(-1)?.name !== common) entries.push({ name: common })
  }
  return entries
}

/** Behind the markers: later keys, and with an upload's id also the later uploads of the same key. */
function isAfter({ KeyMarker: key, UploadIdMarker: id }: ListMultipartUploadsCommandInput): (entry: Entry) => boolean {
  if (!key) return () => true
  let seen = false
  return ({ name, upload }) => {
    const order = compareKeys(name, key)
    if (order !== 0 || !id) return order > 0
    const passed = seen
    seen ||= upload?.id === id
    return passed
  }
}

function listed({ id, key, initiatedAt, settings, checksum, checksumAsked }: Upload, encode: (text: string) => string): MultipartUpload {
  return {
    UploadId: id,
    Key: encode(key),
    Initiated: new Date(initiatedAt),
    StorageClass: settings.storageClass as StorageClass,
    ...(checksumAsked ? { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type } : {}),
  }
}
