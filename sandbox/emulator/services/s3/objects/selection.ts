import { AwsError } from '../../../kernel/errors.ts'
import * as errors from '../errors.ts'
import type { StoredObject } from '../state.ts'
import { checkPartNumber } from './parts.ts'
import { parseRange, type ByteRange } from './range.ts'

interface Selection {
  /** Absent: the whole object. */
  readonly range?: ByteRange
  /** For a client that asked for a part: how many there are. */
  readonly partsCount?: number
}

/** Which bytes a GET or HEAD is about, by Range or by part number. */
export function selectRange(
  object: StoredObject,
  { Range, PartNumber }: { readonly Range?: string | undefined; readonly PartNumber?: number | undefined },
): Selection {
  if (PartNumber === undefined) {
    const range = parseRange(Range, object.size)
    return range ? { range } : {}
  }
  if (Range !== undefined) throw errors.invalidRequest('Cannot specify both Range header and partNumber query parameter')
  return selectPart(object, checkPartNumber(PartNumber))
}

function selectPart({ parts, size }: StoredObject, number: number): Selection {
  const sizes = parts?.map((part) => part.size) ?? [size]
  const length = sizes[number - 1]
  if (length === undefined)
    throw new AwsError('InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      status: 416,
      members: { PartNumberRequested: number, ActualPartCount: sizes.length },
    })
  const start = sizes.slice(0, number - 1).reduce((sum, part) => sum + part, 0)
  // An object that did not come in parts has one, and says nothing of their number.
  const count = parts ? { partsCount: parts.length } : {}
  return length === 0 ? count : { range: { start, end: start + length - 1 }, ...count }
}
