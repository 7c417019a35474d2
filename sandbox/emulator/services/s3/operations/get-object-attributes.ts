import type {
  GetObjectAttributesCommandInput,
  GetObjectAttributesCommandOutput,
  GetObjectAttributesParts,
  StorageClass,
} from '@aws-sdk/client-s3'
import { operation } from '../../../kernel/operation.ts'
import { objectArn, requireObject, versionMember } from '../access.ts'
import { invalidArgument } from '../errors.ts'
import { ofVersion } from '../needs.ts'
import { checksumMembers } from '../objects/checksums.ts'
import { checkCustomerKey } from '../objects/customer-key.ts'
import { pageSize } from '../objects/listed.ts'
import type { StoredObject } from '../state.ts'

const KNOWN = ['ETag', 'Checksum', 'ObjectParts', 'StorageClass', 'ObjectSize']

export const GetObjectAttributes = operation<GetObjectAttributesCommandInput, GetObjectAttributesCommandOutput>({
  action: 's3:GetObjectAttributes',
  resource: objectArn,
  needs: ofVersion('GetObject', 'GetObjectAttributes'),
  handle(input, ctx) {
    const object = requireObject(ctx, input)
    checkCustomerKey(object.settings, input)
    const wanted = new Set<string>(input.ObjectAttributes)
    if (wanted.size === 0 || [...wanted].some((name) => !KNOWN.includes(name)))
      throw invalidArgument('Invalid attribute name specified.', 'x-amz-object-attributes', [...wanted].join(','))
    const parts = partsOf(object, input)
    return {
      LastModified: new Date(object.lastModified),
      ...versionMember(ctx, input.Bucket, object),
      // Here, and nowhere else, without quotes.
      ...(wanted.has('ETag') ? { ETag: object.etag } : {}),
      ...(wanted.has('Checksum') ? { Checksum: checksumMembers(object.checksum) } : {}),
      ...(wanted.has('ObjectParts') && parts ? { ObjectParts: parts } : {}),
      ...(wanted.has('StorageClass') ? { StorageClass: object.settings.storageClass as StorageClass } : {}),
      ...(wanted.has('ObjectSize') ? { ObjectSize: object.size } : {}),
    }
  },
})

/** Parts one by one only where each has a checksum that counts; else no more than their number. */
function partsOf(
  { parts, checksum }: StoredObject,
  { MaxParts, PartNumberMarker }: GetObjectAttributesCommandInput,
): GetObjectAttributesParts | undefined {
  if (!parts) return undefined
  if (checksum.type !== 'COMPOSITE') return { TotalPartsCount: parts.length }
  const limit = pageSize(MaxParts, 'max-parts')
  const after = Number(PartNumberMarker ?? 0)
  const rest = parts.filter(({ number }) => number > after)
  const page = rest.slice(0, limit)
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: String(after),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: limit,
    IsTruncated: page.length < rest.length,
    Parts: page.map((part) => ({ PartNumber: part.number, Size: part.size, [`Checksum${checksum.algorithm}`]: part.checksum })),
  }
}
