import type { Session } from './session.ts'
import { EXIT, UserError } from './user-error.ts'

/** What `/_sandbox/idle` says. */
interface Idle {
  readonly idle: boolean
  readonly inFlight?: readonly string[]
}

/** Waits until the engine has nothing in flight (of one account, where it is given); gives what it still has at `deadline` (epoch milliseconds). */
export async function untilIdle({ engine, endpoints }: Session, deadline: number, account?: string): Promise<readonly string[]> {
  if (engine !== 'embedded') throw new UserError(`The ${engine} engine cannot tell when it is idle. Wait for files by their names.`, EXIT.usage)
  const timeout_s = Math.min(3600, Math.max(0, (deadline - Date.now()) / 1000))
  const response = await fetch(`${endpoints.edge}/_sandbox/idle?timeout=${timeout_s}${account === undefined ? '' : `&account=${account}`}`)
  if (response.status !== 200 && response.status !== 504)
    throw new UserError(`The sandbox at ${endpoints.edge} cannot tell when it is idle (status ${response.status}).`, EXIT.pipelineFailed)
  const { inFlight = [] } = (await response.json()) as Idle
  return inFlight
}
