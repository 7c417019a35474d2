import { createServer } from 'node:net'
import type { Host } from '../../../kernel/context.ts'
import type { Program } from './programs.ts'

const HOST = '127.0.0.1'
const LAST_PORT = 65_535

/** Gives out ports for the inspectors of functions' processes: the lowest that is free, so that a debugger finds the next process where the last one was. */
export class Inspectors {
  readonly #host: Host
  readonly #taken = new Set<number>()

  constructor(host: Host) {
    this.#host = host
  }

  /** Whether a function of this runtime is to be debugged: then nothing of it runs out of time. */
  inspects({ runtime }: { readonly runtime: string }): boolean {
    return this.#host.settings.inspect !== undefined && runtime.startsWith('nodejs')
  }

  /** A port, and what gives it back. */
  async take(): Promise<{ readonly port: number; readonly free: () => void }> {
    for (let port = this.#host.settings.inspect || 9229; port < LAST_PORT; port++) {
      if (this.#taken.has(port)) continue
      this.#taken.add(port)
      if (await isFree(port)) return { port, free: () => void this.#taken.delete(port) }
      this.#taken.delete(port)
    }
    throw new Error('There is no free port for a debugger.')
  }
}

/** The program with its inspector open. What it prints about that would be the function's log otherwise. */
export function inspected(program: Program, port: number): Program {
  return { ...program, args: [`--inspect=${HOST}:${port}`, '--inspect-publish-uid=http', '--enable-source-maps', ...program.args] }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host: HOST, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
