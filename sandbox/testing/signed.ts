import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { SignatureV4 } from '@smithy/signature-v4'

/** A request before and after it is signed; `path` is sent as it is. */
export interface Sent {
  method: string
  path: string
  query: Record<string, string | string[]>
  headers: Record<string, string>
  body: string | Buffer
}

export interface Signer {
  readonly service: string
  readonly region?: string
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }
  readonly date?: Date
  /** Signs in the query, for so many seconds. */
  readonly expiresIn?: number
}

/** What the SDK's own signer wants of a hash. */
class Sha256 {
  readonly #key: string | Uint8Array | undefined
  #hash: Hash | Hmac
  constructor(key?: unknown) {
    this.#key = key as string | Uint8Array | undefined
    this.#hash = this.#start()
  }
  #start(): Hash | Hmac {
    return this.#key === undefined ? createHash('sha256') : createHmac('sha256', this.#key)
  }
  update(data: unknown): void {
    this.#hash.update(data as Uint8Array)
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }
  reset(): void {
    this.#hash = this.#start()
  }
}

/** Signs as the SDKs do, with a signer that is theirs and not ours. Without `host` the header is 127.0.0.1's. */
export async function signed(sent: Partial<Sent>, by: Signer, port: number): Promise<Sent> {
  const { service, region = 'us-east-1', credentials = { accessKeyId: 'test', secretAccessKey: 'test' }, date = new Date(), expiresIn } = by
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256, uriEscapePath: service !== 's3' })
  const { method = 'GET', path = '/', query = {}, body = '' } = sent
  // As the SDK's presigner for S3, which knows nothing of the body yet.
  const unsigned = service === 's3' && expiresIn !== undefined ? { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD' } : {}
  const headers = { host: `127.0.0.1:${port}`, ...unsigned, ...sent.headers }
  const request = { protocol: 'http:', hostname: '127.0.0.1', port, method, path, query, headers, body }
  const done =
    expiresIn === undefined
      ? await signer.sign(request, { signingDate: date })
      : await signer.presign(request, { signingDate: date, expiresIn })
  return { method, path, query: { ...done.query } as Sent['query'], headers: lowerCase(done.headers), body }
}

const lowerCase = (headers: Record<string, string>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Sends exactly this path, these headers and this query. */
export function send(port: number, { method, path, query, headers, body }: Sent): Promise<Answer> {
  const search = Object.entries(query).flatMap(([name, values]) =>
    [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
  )
  const target = search.length === 0 ? path : `${path}?${search.join('&')}`
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, method, path: target, headers: { 'content-length': Buffer.byteLength(body), ...headers } }
    httpRequest(options, async (response) => {
      const chunks = await response.toArray()
      resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks).toString() })
    })
      .on('error', reject)
      .end(body)
  })
}

/** The elements of an S3 or query error document, or the members of a JSON one, with its code as `Code`. */
export function errorOf({ status, headers, body }: Answer): Record<string, string | number> {
  if (body.startsWith('{')) {
    const { __type, message, Message } = JSON.parse(body) as Record<string, string>
    return { status, Code: __type ?? String(headers['x-amzn-errortype']), Message: message ?? Message ?? '' }
  }
  const found = [...body.matchAll(/<([\w-]+)>([^<]*)<\/\1>/g)].map(([, name, text]) => [name!, unescape(text!)] as const)
  return { status, ...Object.fromEntries(found) }
}

const unescape = (text: string) =>
  text.replace(/&(quot|lt|gt|amp|apos|#x[0-9a-fA-F]+);/g, (_, name: string) =>
    name.startsWith('#x') ? String.fromCodePoint(parseInt(name.slice(2), 16)) : { quot: '"', lt: '<', gt: '>', amp: '&', apos: "'" }[name]!,
  )
