import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** As `npm run sandbox` starts it: Node's flags, then the program. */
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: { sandbox: string } }
export const PROGRAM = scripts.sandbox.split(' ').slice(1).map((word) => (word.startsWith('-') ? word : join(ROOT, word)))

export interface Finished {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A folder of its own, in which a person works with the command line: sessions of other tests do not reach it. */
export class Workplace implements AsyncDisposable {
  readonly directory = mkdtempSync(join(tmpdir(), 'sandbox-e2e-'))
  #up: ChildProcess | undefined
  readonly #env: Readonly<Record<string, string>>

  /** `env` is for every program that is run there. */
  constructor(env: Readonly<Record<string, string>> = {}) {
    this.#env = env
  }

  /** Runs a program to its end. */
  exec(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> {
    const child = spawn(command, args, { cwd: this.directory, env: { ...cleanEnvironment(), ...this.#env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    return finished(child)
  }

  sandbox(...args: readonly string[]): Promise<Finished> {
    return this.exec(process.execPath, [...PROGRAM, ...args])
  }

  /** Starts a verb, for what happens to it while it runs; `line` waits for a line of its output that fits. */
  begin(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const child = spawn(process.execPath, [...PROGRAM, ...args], { cwd: this.directory, env: { ...cleanEnvironment(), ...this.#env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
    const end = finished(child)
    let stdout = ''
    const line = (wanted: RegExp) =>
      new Promise<RegExpExecArray>((resolve, reject) => {
        const look = () => {
          const found = wanted.exec(stdout)
          if (found) resolve(found)
        }
        child.stdout.on('data', (chunk: Buffer) => {
          stdout += chunk.toString()
          look()
        })
        void end.then(({ code, stderr }) => reject(new Error(`It ended with ${code} before it said ${wanted}: ${stdout}${stderr}`)))
      })
    return { child, end, line }
  }

  /** Starts `sandbox up` on a free port and gives what it prints as JSON, once it is ready. */
  async up(...args: readonly string[]): Promise<UpReport> {
    const all = [...PROGRAM, 'up', '--port', '0', '--json', ...args]
    const child = spawn(process.execPath, all, { cwd: this.directory, env: { ...cleanEnvironment(), ...this.#env }, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#up = child
    let stdout = ''
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    return new Promise((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`sandbox up ended with ${code}: ${stderr}`)))
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString()
        if (stdout.endsWith('\n}\n')) resolve(JSON.parse(stdout) as UpReport)
      })
    })
  }

  /** Ends what `up` has started in the hardest way. */
  async kill(): Promise<void> {
    const ended = finished(this.#up!)
    this.#up!.kill('SIGKILL')
    await ended
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#up && this.#up.exitCode === null && this.#up.signalCode === null) {
      const ended = finished(this.#up)
      this.#up.kill('SIGTERM')
      await ended
    }
    rmSync(this.directory, { recursive: true, force: true })
  }
}

export interface UpReport {
  readonly pid: number
  readonly endpoints: { readonly aws: string; readonly edge: string; readonly region: string }
  readonly stack: { readonly account: string; readonly outputs: Readonly<Record<string, string>>; readonly resources: Readonly<Record<string, { readonly ref: string }>> }
}

/** The environment without what would change which account, region or colours a program uses. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS_|SANDBOX_|VITEST|NODE_OPTIONS|FORCE_COLOR|NO_COLOR)/.test(name))
  return { ...Object.fromEntries(kept), NODE_NO_WARNINGS: '1' }
}

function finished(child: ChildProcess): Promise<Finished> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, stdout, stderr }))
  })
}
