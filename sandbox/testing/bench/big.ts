import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { signed } from '../signed.ts'
import type { Row } from './row.ts'
import { startEngine } from './servers.ts'

const GIB = 1024 ** 3
const CHUNK = Buffer.alloc(1024 * 1024, 'all work and no play ')

/**
 * One object of `gib` GiB put and got again by presigned URLs, as a browser does: how fast, and how much more memory the
 * engine had meanwhile.
 */
export async function* bigRows(gib = 5): AsyncGenerator<Row> {
  const engine = await startEngine()
  try {
    await send(engine.url, 'PUT', '/big', 0)
    await send(engine.url, 'PUT', '/big/warm', 64 * CHUNK.length)
    await send(engine.url, 'GET', '/big/warm', 0)
    const before = resident(engine.pid)
    for (const method of ['PUT', 'GET']) {
      const watch = watchPeak(engine.pid)
      const started = performance.now()
      const { digest, etag } = await send(engine.url, method, '/big/object', method === 'PUT' ? gib * GIB : 0)
      const seconds = (performance.now() - started) / 1000
      const grown = watch.stop() - before
      if (method === 'GET' && etag !== `"${digest}"`) throw new Error(`got ${digest} where ${etag} was stored`)
      yield { what: `S3 ${method} ${gib} GiB`, figure: `${Math.round((gib * 1024) / seconds)} MiB/s`, beside: `${Math.round(grown / 1024 / 1024)} MiB more memory than before; by presigned URL` }
    }
  } finally {
    await engine.stop()
  }
}

/** Resident memory in bytes; where the system does not tell, 0. */
function resident(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

function watchPeak(pid: number): { stop(): number } {
  let peak = resident(pid)
  const timer = setInterval(() => (peak = Math.max(peak, resident(pid))), 20)
  return {
    stop() {
      clearInterval(timer)
      return Math.max(peak, resident(pid))
    },
  }
}

/** Sends `size` bytes and gives the MD5 of what came back; rejects on anything but 200. */
async function send(url: string, method: string, path: string, size: number): Promise<{ digest: string; etag: string | undefined }> {
  const { query, headers } = await signed({ method, path }, { service: 's3', expiresIn: 3600 }, Number(new URL(url).port))
  const target = `${url}${path}?${new URLSearchParams(query as Record<string, string>)}`
  return new Promise((resolve, reject) => {
    const outgoing = request(target, { method, headers: { ...headers, 'content-length': size } }, (response: IncomingMessage) => {
      const hash = createHash('md5')
      response.on('data', (chunk: Buffer) => hash.update(chunk))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 200) resolve({ digest: hash.digest('hex'), etag: response.headers.etag })
        else reject(new Error(`${method} ${path}: ${response.statusCode}`))
      })
    })
    outgoing.on('error', reject)
    let left = size
    const write = () => {
      while (left > 0) {
        const chunk = left < CHUNK.length ? CHUNK.subarray(0, left) : CHUNK
        left -= chunk.length
        if (!outgoing.write(chunk)) return void outgoing.once('drain', write)
      }
      outgoing.end()
    }
    write()
  })
}
