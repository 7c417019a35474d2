import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { EXIT, UserError } from './user-error.ts'

/** How a command ended: with the code that a shell would have, and why where that was not its own doing. */
export interface Ended {
  readonly code: number
  readonly signal?: NodeJS.Signals
  readonly timedOut?: true
}

export interface RunOptions {
  readonly env: NodeJS.ProcessEnv
  /** It is asked to end then; absent: never. */
  readonly timeout_ms?: number
  /** What it gets to end in once it was asked to. */
  readonly grace_ms: number
  readonly interrupts: Interrupts
}

/** Signals to this process: those so far, and those to come. */
export class Interrupts {
  readonly all: NodeJS.Signals[] = []
  #listener: ((signal: NodeJS.Signals) => void) | undefined
  readonly #handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((signal) => [signal, () => this.#take(signal)] as const)

  constructor() {
    for (const [signal, handler] of this.#handlers) process.on(signal, handler)
  }

  listen(listener: (signal: NodeJS.Signals) => void): void {
    this.#listener = listener
  }

  /** From now on signals do again what they do by themselves. */
  end(): void {
    for (const [signal, handler] of this.#handlers) process.off(signal, handler)
  }

  #take(signal: NodeJS.Signals): void {
    this.all.push(signal)
    this.#listener?.(signal)
  }
}

/**
 * Runs a command to its end, with this process's standard input and output. A signal goes on to it; one that does not end
 * then is killed after a while, or at once with the second signal. What it leaves running in its process group is
 * killed. Throws `UserError` where it cannot be started.
 */
export async function runCommand([program, ...args]: readonly string[], options: RunOptions): Promise<Ended> {
  const { env, interrupts, grace_ms, timeout_ms } = options
  // A process group of its own, which can be ended with all that the command starts.
  const child = spawn(program!, args, { env, stdio: 'inherit', detached: process.platform !== 'win32' })
  let killer: NodeJS.Timeout | undefined
  let timedOut = false
  const ask = (signal: NodeJS.Signals) => {
    if (killer) return send(child, 'SIGKILL')
    send(child, signal)
    killer = setTimeout(() => send(child, 'SIGKILL'), grace_ms)
  }
  const watch = timeout_ms === undefined ? undefined : setTimeout(() => {
    timedOut = true
    ask('SIGTERM')
  }, timeout_ms)
  interrupts.listen(ask)
  try {
    const { code, signal } = await ended(child, program!)
    return { code: timedOut ? EXIT.timeout : codeOf(code, signal), ...(signal ? { signal } : {}), ...(timedOut ? { timedOut } : {}) }
  } finally {
    interrupts.listen(() => {})
    clearTimeout(watch)
    clearTimeout(killer)
    send(child, 'SIGKILL')
  }
}

export const codeOf = (code: number | null, signal: NodeJS.Signals | null) => code ?? 128 + (signal ? constants.signals[signal] : 0)

/** To all of its process group, where there are such; also after its own end, for those that it has left. */
function send(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch (error) {
    // Nobody is left.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function ended(child: ChildProcess, program: string): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(cannotRun(program, error)))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}

/** With the codes that a shell has for it. */
function cannotRun(program: string, { code, message }: NodeJS.ErrnoException): UserError {
  if (code === 'ENOENT') return new UserError(`There is no command ${program}. Give one that your shell finds too.`, 127)
  if (code === 'EACCES') return new UserError(`${program} may not be run. Make it executable, or give the program that runs it.`, 126)
  return new UserError(`${program} cannot be run: ${message}`, 126)
}
