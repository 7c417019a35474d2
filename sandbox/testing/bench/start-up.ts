import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../engines/docker/ports.ts'
import { middleOf } from './repeat.ts'
import { ms, type Row } from './row.ts'
import { startBare } from './servers.ts'
import { PROGRAM } from '../cli.ts'

const RUNS = 7

/** From process start to ready and to processed, the first run left out: it fills the compile cache. */
export async function* startUpRows(): AsyncGenerator<Row> {
  const bare = await middleOf(RUNS, async () => {
    const started = performance.now()
    const server = await startBare()
    const took = performance.now() - started
    await server.stop()
    return took
  })
  const beside = (took: number) => `${(took / bare).toFixed(1)} × a bare node:http server (${ms(bare)})`
  const ready = await middleOf(RUNS, () => untilLine(['up', '--port', '0', '--json'], /"endpoints"/))
  yield { what: 'sandbox up: process start to seeded', figure: ms(ready), beside: beside(ready) }
  const listening = await middleOf(RUNS, untilHealthy)
  yield { what: 'sandbox up: process start to ready', figure: ms(listening), beside: beside(listening) }
  const processed = await middleOf(RUNS, () => untilLine(['run', '--once', '--port', '0'], /✓ processed/))
  yield { what: 'sandbox run: process start to processed', figure: ms(processed), beside: beside(processed) }
}

/** Milliseconds from the start of the CLI until it prints what `pattern` matches; then it is ended. */
async function untilLine(args: readonly string[], pattern: RegExp): Promise<number> {
  const cwd = mkdtempSync(join(tmpdir(), 'sandbox-bench-'))
  const started = performance.now()
  const child = spawn(process.execPath, [...PROGRAM, ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  let seen = ''
  const took = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with ${code}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      seen += chunk.toString()
      if (pattern.test(seen)) resolve(performance.now() - started)
    })
  })
  child.kill('SIGTERM')
  await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(undefined)))
  rmSync(cwd, { recursive: true, force: true })
  return took
}

/** Milliseconds from the start of the CLI until the engine answers a request; it is ended when it has seeded. */
async function untilHealthy(): Promise<number> {
  const port = await freePort()
  const cwd = mkdtempSync(join(tmpdir(), 'sandbox-bench-'))
  const started = performance.now()
  const child = spawn(process.execPath, [...PROGRAM, 'up', '--port', String(port), '--json'], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  const seeded = once(child.stdout, 'data')
  const isUp = () => fetch(`http://127.0.0.1:${port}/_sandbox/health`).then(({ ok }) => ok, () => false)
  for (; !(await isUp()); await new Promise((resolve) => setTimeout(resolve, 2))) if (child.exitCode !== null) throw new Error(`sandbox up ended with ${child.exitCode}`)
  const took = performance.now() - started
  await seeded
  child.kill('SIGTERM')
  if (child.exitCode === null) await once(child, 'exit')
  rmSync(cwd, { recursive: true, force: true })
  return took
}

/** Resident memory of a process in MiB, where the system tells. */
export function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024
}
