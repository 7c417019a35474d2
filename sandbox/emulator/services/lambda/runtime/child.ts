import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import type { Guard } from './guard.ts'
import { readFrames, readLines, type FrameEvents } from './output.ts'
import type { Program } from './programs.ts'

export interface ChildEvents extends FrameEvents {
  /** Once, when the process has ended, or could not begin, and all it had written has been read. */
  gone(how: string): void
}

/** Reading a dead process's last words takes no longer than this, even if something still holds its pipes. */
const LAST_WORDS_TURNS = 50

/** The process of one execution environment, in a process group of its own so that its own children end with it. */
export class Child {
  readonly #process: ChildProcess
  readonly #ended: Promise<void>
  #bytes = 0

  constructor(program: Program, cwd: string, env: Record<string, string>, guard: Guard, events: ChildEvents) {
    this.#process = spawn(program.command, program.args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe', ...(program.framed ? (['pipe'] as const) : [])],
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    if (this.#process.pid !== undefined) guard.watch(this.#process.pid)
    const flushes = this.#readOutput(program, events)
    this.#ended = new Promise((resolve) => {
      const ended = async (how: string) => {
        if (this.#process.pid !== undefined) guard.forget(this.#process.pid)
        this.kill()
        await this.drained()
        for (const flush of flushes) flush()
        events.gone(how)
        resolve()
      }
      this.#process.once('error', (error) => void ended(error.message))
      this.#process.once('exit', (code, signal) => void ended(howItEnded(code, signal)))
    })
  }

  /** Ends the process and all that it has started, without asking. */
  kill(): void {
    const { pid } = this.#process
    if (pid === undefined) return
    try {
      if (process.platform === 'win32') this.#process.kill('SIGKILL')
      else process.kill(-pid, 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }

  async ended(): Promise<void> {
    // Until now it did not keep the engine's process alive; someone waits now.
    this.#process.ref()
    await this.#ended
  }

  /** Resolves once everything that the process has written until now has been read. */
  async drained(): Promise<void> {
    for (let turns = 0, seen = -1; seen !== this.#bytes && turns < LAST_WORDS_TURNS; turns++) {
      seen = this.#bytes
      await turn()
      await turn()
    }
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  /** The most memory used, for a process that does not say so itself; undefined where the system does not tell. */
  memory_kib(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8')
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) || undefined
    } catch {
      return undefined
    }
  }

  #readOutput(program: Program, events: ChildEvents): (() => void)[] {
    const pipes = this.#process.stdio.slice(1).filter((pipe) => pipe !== null && pipe !== undefined) as Readable[]
    for (const pipe of pipes) {
      pipe.on('data', (chunk: Buffer) => (this.#bytes += chunk.length))
      ;(pipe as unknown as { unref?: () => void }).unref?.()
    }
    this.#process.unref()
    const [out, err, frames] = pipes
    if (program.framed && frames) readFrames(frames, events)
    return [out, err].flatMap((pipe) => (pipe ? [readLines(pipe, (line) => events.log(line))] : []))
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** As the Lambda service words it. */
function howItEnded(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGKILL') return 'Runtime exited with error: signal: killed'
  if (signal === 'SIGABRT') return 'Runtime exited with error: signal: aborted (core dumped)'
  if (signal === 'SIGSEGV') return 'Runtime exited with error: signal: segmentation fault (core dumped)'
  if (signal !== null) return `Runtime exited with error: signal: ${signal.slice(3).toLowerCase()}`
  return code === 0 ? 'Runtime exited without providing a reason' : `Runtime exited with error: exit status ${code}`
}
