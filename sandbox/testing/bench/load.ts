import { connect, type Socket } from 'node:net'

export interface LoadResult {
  readonly requests: number
  readonly perSecond: number
  readonly p50_ms: number
  readonly p99_ms: number
}

/** One request as bytes, ready to be sent as often as wanted. */
export interface RawRequest {
  readonly host: string
  readonly port: number
  readonly bytes: Buffer
}

/**
 * Sends requests over `connections` keep-alive connections, one at a time on each, for `duration_ms`; where there are
 * several, each connection goes round them from a place of its own. As cheap as a client in this runtime can be, so that
 * the server is what is measured. Rejects on any answer that is not 2xx.
 */
export async function load(request: RawRequest | readonly RawRequest[], connections: number, duration_ms: number): Promise<LoadResult> {
  const latencies: number[] = []
  const started = performance.now()
  const until = started + duration_ms
  const requests = [request].flat()
  await Promise.all(Array.from({ length: connections }, (_, index) => drive(requests, index * 7, until, latencies)))
  const elapsed_s = (performance.now() - started) / 1000
  latencies.sort((a, b) => a - b)
  return {
    requests: latencies.length,
    perSecond: latencies.length / elapsed_s,
    p50_ms: percentile(latencies, 0.5),
    p99_ms: percentile(latencies, 0.99),
  }
}

export function percentile(sorted: readonly number[], fraction: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? Number.NaN
}

function drive(requests: readonly RawRequest[], first: number, until: number, latencies: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const { host, port } = requests[0]!
    const socket = connect({ host, port, noDelay: true })
    let which = first
    let sent = 0
    let pending: Buffer = Buffer.alloc(0)
    // Mostly the next answer is as long as the last one, and need not be read to find its end.
    let usual = -1
    const next = () => {
      sent = performance.now()
      socket.write(requests[which++ % requests.length]!.bytes)
    }
    socket.on('connect', next)
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk])
      const end = pending.length === usual ? usual : responseEnd(pending)
      if (end === undefined || pending.length < end) return
      if (pending[9] !== 0x32) return fail(socket, pending, reject)
      if (pending.length === end) usual = end
      pending = pending.subarray(end)
      const now = performance.now()
      latencies.push(now - sent)
      if (now < until) next()
      else socket.end(() => resolve())
    })
  })
}

function fail(socket: Socket, answer: Buffer, reject: (error: Error) => void): void {
  socket.destroy()
  reject(new Error(`the server answered: ${answer.toString('latin1').slice(0, 400)}`))
}

/** Where the response that `bytes` begins with ends; undefined while its head is not complete. */
function responseEnd(bytes: Buffer): number | undefined {
  const head = bytes.indexOf('\r\n\r\n')
  if (head < 0) return undefined
  const match = /content-length: (\d+)/i.exec(bytes.toString('latin1', 0, head))
  return head + 4 + Number(match?.[1] ?? 0)
}
