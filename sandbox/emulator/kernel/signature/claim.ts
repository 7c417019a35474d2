import type { HttpRequest } from '../http.ts'
import { remembered } from '../remembered.ts'

/** What a request says of its signature, as sent; what it does not say is absent. */
export interface SignatureParts {
  readonly where: 'header' | 'query'
  readonly algorithm?: string | undefined
  readonly credential?: string | undefined
  readonly signedHeaders?: string | undefined
  readonly signature?: string | undefined
  /** `X-Amz-Date`, or the `Date` header. */
  readonly date?: string | undefined
  readonly expires?: string | undefined
  readonly sessionToken?: string | undefined
  /** A component of the header that is not `name=value`. */
  readonly stray?: string | undefined
}

/** A signature whose form is right; nothing is proven of it yet. */
export interface Claim {
  readonly where: 'header' | 'query'
  readonly accessKeyId: string
  /** The credential scope's members: `yyyyMMdd`, region, service. */
  readonly date: string
  readonly region: string
  readonly service: string
  /** Lower case, sorted. */
  readonly signedHeaders: readonly string[]
  readonly signature: string
  /** `yyyyMMdd'T'HHmmss'Z'`, and the same in epoch milliseconds. */
  readonly timestamp: string
  readonly time: number
  /** How long a presigned request holds. */
  readonly expires_s?: number | undefined
  readonly sessionToken?: string | undefined
}

export const ALGORITHM = 'AWS4-HMAC-SHA256'
export const TERMINATOR = 'aws4_request'

/** The credential scope, as the string to sign has it. */
export const scopeOf = ({ date, region, service }: Claim) => `${date}/${region}/${service}/${TERMINATOR}`

const QUERY_PARTS = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature']

/**
 * Finds the signature of a request, in its header or its query, of whatever AWS algorithm; undefined where there is
 * none. Signature Version 2 comes out with the algorithm `AWS`.
 */
export function readParts(request: HttpRequest): SignatureParts | undefined {
  const header = request.headers['authorization']
  if (header !== undefined && /^AWS(?:4-\S*)?(?:\s|$)/.test(header)) return fromHeader(header, request)
  return hasQueryParts(request) ? fromQuery(request.query) : undefined
}

/** Whether the query has parameters of a presigned request, of Version 4 or 2. */
export function hasQueryParts(request: HttpRequest): boolean {
  const { rawQuery } = request
  if (!rawQuery.includes('X-Amz-') && !rawQuery.includes('AWSAccessKeyId')) return false
  // Only now: it is parsed when asked for.
  const { query } = request
  return QUERY_PARTS.some((name) => query.has(name)) || (query.has('AWSAccessKeyId') && query.has('Signature'))
}

/** All of an Authorization header but the signature, which is the same in many requests of a client. */
interface Components {
  readonly algorithm: string
  readonly named: Readonly<Record<string, string>>
  readonly stray?: string
}

const componentsOf = remembered((header): Components => {
  const space = header.search(/\s/)
  const named: Record<string, string> = {}
  let stray: string | undefined
  for (const component of space < 0 ? [] : header.slice(space + 1).split(',')) {
    const text = component.trim()
    const equals = text.indexOf('=')
    if (equals > 0) named[text.slice(0, equals)] = text.slice(equals + 1)
    else if (text !== '') stray ??= text
  }
  return { algorithm: space < 0 ? header : header.slice(0, space), named, ...(stray === undefined ? {} : { stray }) }
})

/** Clients write the signature last, as 64 digits. */
const LAST = ' Signature='
const LAST_LENGTH = LAST.length + 64

function fromHeader(header: string, { headers }: HttpRequest): SignatureParts {
  const at = header.length - LAST_LENGTH
  const isLast = header.startsWith(LAST, at) && !header.includes(',', at)
  const { algorithm, named, stray } = componentsOf(isLast ? header.slice(0, at) : header)
  return {
    where: 'header',
    algorithm,
    credential: named['Credential'],
    signedHeaders: named['SignedHeaders'],
    signature: isLast ? header.slice(at + LAST.length).trim() : named['Signature'],
    date: headers['x-amz-date'] ?? headers['date'],
    sessionToken: headers['x-amz-security-token'],
    stray,
  }
}

function fromQuery(query: URLSearchParams): SignatureParts {
  const get = (name: string) => query.get(`X-Amz-${name}`) ?? undefined
  if (!QUERY_PARTS.some((name) => query.has(name))) return { where: 'query', algorithm: 'AWS' }
  return {
    where: 'query',
    algorithm: get('Algorithm'),
    credential: get('Credential'),
    signedHeaders: get('SignedHeaders'),
    signature: get('Signature'),
    date: get('Date'),
    expires: get('Expires'),
    sessionToken: get('Security-Token'),
  }
}

/** `host;x-amz-date` as a list in the order in which it is signed. */
export const headerList = remembered((signedHeaders): readonly string[] => {
  const names = signedHeaders.split(';')
  return names.filter((name) => name !== '').map((name) => name.toLowerCase()).sort()
})

/** The members of a credential. */
export const credentialParts = remembered((credential): readonly string[] => credential.split('/'))

/** `20130524T000000Z` to epoch milliseconds; undefined where it is no such time. */
export const parseTimestamp = remembered((text): number | undefined => {
  if (!/^\d{8}T\d{6}Z$/.test(text)) return undefined
  const [year, month, day] = [twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 4), twoDigits(text, 6)]
  const [hour, minute, second] = [twoDigits(text, 9), twoDigits(text, 11), twoDigits(text, 13)]
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined
  const time = Date.UTC(year, month - 1, day, hour, minute, second)
  // A day that does not exist (the 31st of February) comes out as another.
  return day <= 28 || new Date(time).getUTCDate() === day ? time : undefined
})

const twoDigits = (text: string, at: number) => (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48

/** Epoch milliseconds to `20130524T000000Z`. */
export function formatTimestamp(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, '')
}

/** A `Date` header may have HTTP's form as well; the string to sign has it in the short one. */
export function timestampOf(date: string): string | undefined {
  if (parseTimestamp(date) !== undefined) return date
  const time = /^[A-Z][a-z]{2}, /.test(date) ? Date.parse(date) : NaN
  return Number.isNaN(time) ? undefined : formatTimestamp(time)
}
