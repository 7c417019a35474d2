import { httpDate } from '../../../protocols/scalars.ts'
import { notModified, preconditionFailed } from '../errors.ts'

interface Existing {
  readonly etag: string
  /** Epoch milliseconds, a whole second. */
  readonly lastModified: number
}

/** Conditions of a request; dates that could not be read are absent and hence ignored, as S3 does. */
export interface Conditions {
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
  readonly IfModifiedSince?: Date | undefined
  readonly IfUnmodifiedSince?: Date | undefined
}

/** Which condition an object does not meet; an ETag condition that is met outweighs the date beside it. */
export function brokenCondition(object: Existing, conditions: Conditions): keyof Conditions | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions
  if (IfMatch !== undefined) {
    if (!matchesEtag(IfMatch, object.etag)) return 'IfMatch'
  } else if (IfUnmodifiedSince && object.lastModified > IfUnmodifiedSince.getTime()) return 'IfUnmodifiedSince'
  if (IfNoneMatch !== undefined) {
    if (matchesEtag(IfNoneMatch, object.etag)) return 'IfNoneMatch'
  } else if (IfModifiedSince && object.lastModified <= IfModifiedSince.getTime()) return 'IfModifiedSince'
  return undefined
}

const HEADERS: Record<keyof Conditions, string> = {
  IfMatch: 'If-Match',
  IfNoneMatch: 'If-None-Match',
  IfModifiedSince: 'If-Modified-Since',
  IfUnmodifiedSince: 'If-Unmodified-Since',
}

/** For GET and HEAD: throws 304 or 412 where a condition does not hold. */
export function checkReadConditions(object: Existing, conditions: Conditions): void {
  const broken = brokenCondition(object, conditions)
  if (broken === 'IfNoneMatch' || broken === 'IfModifiedSince')
    throw notModified({ etag: `"${object.etag}"`, 'last-modified': httpDate(new Date(object.lastModified)) })
  if (broken) throw preconditionFailed(HEADERS[broken])
}

/** For a copy's source, where every broken condition is 412. */
export function checkCopyConditions(object: Existing, conditions: Conditions): void {
  const broken = brokenCondition(object, conditions)
  if (broken) throw preconditionFailed(`x-amz-copy-source-${HEADERS[broken]}`)
}

/** An If-Match or If-None-Match list against an ETag without its quotes. */
export function matchesEtag(list: string, etag: string): boolean {
  return list.split(',').some((item) => {
    const wanted = item.trim().replace(/^W\//, '').replace(/^"(.*)"$/, '$1')
    return wanted === '*' || wanted === etag
  })
}
