import type { RawRequest } from './load.ts'

/** What an SDK client hands to its transport. */
interface SdkRequest {
  readonly method: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly query?: Readonly<Record<string, string | string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

class Captured extends Error {
  readonly request: SdkRequest

  constructor(request: SdkRequest) {
    super('captured')
    this.request = request
  }
}

/** For an SDK client's `requestHandler`: takes the signed request instead of sending it. */
export const capturingHandler = {
  handle: (request: SdkRequest) => Promise.reject(new Captured(request)),
  updateHttpClientConfig() {},
  httpHandlerConfigs: () => ({}),
}

/** The bytes that an official client, made with `capturingHandler`, would send for a command. */
export async function capture(send: () => Promise<unknown>): Promise<RawRequest> {
  try {
    await send()
  } catch (error) {
    if (error instanceof Captured) return toBytes(error.request)
    throw error
  }
  throw new Error('the client sent nothing')
}

function toBytes({ method, hostname, port = 80, path, query = {}, headers, body = '' }: SdkRequest): RawRequest {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one ?? '')}`),
  )
  const target = pairs.length > 0 ? `${path}?${pairs.join('&')}` : path
  const payload = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const all = { ...headers, host: headers['host'] ?? `${hostname}:${port}`, 'content-length': String(payload.length) }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return { host: hostname, port, bytes: Buffer.concat([Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`), payload]) }
}
