import { Readable } from 'node:stream'
import { remembered } from './remembered.ts'

/** A request as the front hands it on, whether it came by HTTP/1.1 or HTTP/2. */
export interface HttpRequest {
  readonly method: string
  /** As sent: not decoded, without the query. Starts with `/`. */
  readonly path: string
  /** As sent, without the `?`. */
  readonly rawQuery: string
  readonly query: URLSearchParams
  /** Lower-case names; repeated ones joined with `, `. */
  readonly headers: Readonly<Record<string, string>>
  /** Names and values as they came, alternating. */
  readonly rawHeaders: readonly string[]
  /** Host name, lower case, without the port. */
  readonly host: string
  readonly remoteAddress: string
  readonly httpVersion: string
  readonly body: Readable
  /** The whole body, where it came together with the head; it is not compared with any signature. */
  readonly arrived?: Buffer
  /**
   * Reads the whole body once; later calls give the same bytes: at once where they have come. Rejects with `AwsError` 413
   * past `limit_bytes`.
   */
  bytes(limit_bytes?: number): Buffer | Promise<Buffer>
}

export interface HttpResponse {
  status: number
  headers: Record<string, string | string[]>
  body?: string | Uint8Array | Readable
}

/** A `Host` header without the port; the last colon of `[::1]` is not one's. Lower case. */
export const hostName = remembered((header) => {
  const colon = header.lastIndexOf(':')
  return (colon < 0 || !/^\d+$/.test(header.slice(colon + 1)) ? header : header.slice(0, colon)).toLowerCase()
})

/** A JSON answer outside the AWS protocols (`/_sandbox/`, JWKS, HTTP API errors). */
export function jsonResponse(status: number, value: unknown, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) }
}

/** A GET that begins and ends in this process. */
export function internalGet(url: URL): HttpRequest {
  return {
    method: 'GET',
    path: url.pathname,
    rawQuery: url.search.slice(1),
    query: url.searchParams,
    headers: { host: url.host },
    rawHeaders: ['host', url.host],
    host: url.hostname.toLowerCase(),
    remoteAddress: '127.0.0.1',
    httpVersion: '1.1',
    body: Readable.from([]),
    bytes: () => Buffer.alloc(0),
  }
}
