import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own, so that the load does not share its event loop. */
export interface Server {
  readonly url: string
  readonly pid: number
  stop(): Promise<void>
}

/** A `node:http` server that reads the body and answers a few bytes: what this runtime can do at most. */
const BARE = `
  const { createServer } = require('node:http')
  const body = Buffer.alloc(1024, 'x')
  const server = createServer((request, response) => {
    request.on('data', () => {})
    request.on('end', () => { response.writeHead(200, { 'content-length': body.length }); response.end(body) })
  })
  server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port))
  process.stdin.resume().on('end', () => process.exit())`

/** Answers any PutRecord with the time (epoch milliseconds) at which it came, as its sequence number. */
const BARE_KINESIS = `
  const { createServer } = require('node:http2')
  const server = createServer((request, response) => {
    const SequenceNumber = String(performance.timeOrigin + performance.now())
    request.resume().on('end', () => response.end(JSON.stringify({ SequenceNumber, ShardId: 'bare' })))
  })
  server.listen(0, '127.0.0.1', () => console.log('http://127.0.0.1:' + server.address().port))
  process.stdin.resume().on('end', () => process.exit())`

const ENGINE = fileURLToPath(new URL('./engine-process.ts', import.meta.url))

export const startBare = (): Promise<Server> => start(['-e', BARE])
export const startBareKinesis = (): Promise<Server> => start(['-e', BARE_KINESIS])
/** `signatures=off` has it believe whoever a request says it is from. */
export const startEngine = (...options: 'signatures=off'[]): Promise<Server> => start([ENGINE, ...options])

/** Processor time of a process so far, in microseconds; NaN where the system does not tell. */
export function cpu_us(pid: number): number {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`).map((task) => readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8'))
    return tasks.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1000
  } catch {
    return Number.NaN
  }
}

/** It ends with this process, however that ends, as nothing holds its input open then. */
async function start(args: readonly string[]): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, [...args], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [chunk] = (await once(child.stdout!, 'data')) as [Buffer]
  return {
    url: chunk.toString().trim(),
    pid: child.pid!,
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
