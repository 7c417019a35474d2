import { fork } from 'node:child_process'
import type { Answer, ClientWork, Request } from './client-work.ts'
import { EXIT, UserError } from './user-error.ts'

/** The process beside an engine, as functions. */
export interface ClientProcess extends ClientWork {
  end(): void
}

interface Waiting {
  resolve(value: unknown): void
  reject(error: UserError): void
}

/**
 * Starts a process for the work that needs the SDK's clients (seeding, an upload and its result) and asks it over IPC.
 * The clients take some forty megabytes, which a sandbox that stays up would keep for nothing; and they load while the
 * engine loads its services.
 */
export function startClientProcess(): ClientProcess {
  const child = fork(process.argv[1]!, ['client'], { execArgv: [], serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const waiting = new Map<number, Waiting>()
  let asked = 0
  child.on('message', (answer: Answer) => {
    const { resolve, reject } = waiting.get(answer.id)!
    waiting.delete(answer.id)
    if ('value' in answer) resolve(answer.value)
    else reject(new UserError(answer.failure.message, answer.failure.exitCode))
  })
  child.on('exit', (code, signal) => {
    const error = new UserError(`The process that works for the sandbox ended early (${signal ?? code}). Start again.`, EXIT.notStarted)
    for (const { reject } of waiting.values()) reject(error)
  })
  const ask = (name: keyof ClientWork, args: readonly unknown[]) =>
    new Promise<unknown>((resolve, reject) => {
      const request: Request = { id: asked++, name, args }
      waiting.set(request.id, { resolve, reject })
      child.send(request, (error) => error && reject(new UserError(`The process that works for the sandbox is gone: ${error.message}`, EXIT.notStarted)))
    })
  return {
    seed: (...args) => ask('seed', args) as ReturnType<ClientWork['seed']>,
    signIn: (...args) => ask('signIn', args) as ReturnType<ClientWork['signIn']>,
    postFile: (...args) => ask('postFile', args) as ReturnType<ClientWork['postFile']>,
    untilProcessed: (...args) => ask('untilProcessed', args) as ReturnType<ClientWork['untilProcessed']>,
    explainMissing: (...args) => ask('explainMissing', args) as ReturnType<ClientWork['explainMissing']>,
    end() {
      if (child.connected) child.disconnect()
    },
  }
}
