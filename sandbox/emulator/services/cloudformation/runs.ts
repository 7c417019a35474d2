import type { Host } from '../../kernel/context.ts'
import { beginWork } from '../../kernel/work.ts'
import { converge, rollBackUpdate } from './converge.ts'
import { deleteAll } from './remove.ts'
import { stackApi } from './stack-api.ts'
import { StackRun } from './stack-run.ts'
import { isInProgress, stacks } from './state.ts'

export type Task = 'CREATE' | 'UPDATE' | 'DELETE' | 'ROLLBACK' | 'UPDATE_ROLLBACK'

const MOMENT_MS = 20_000

interface Place {
  readonly account: string
  readonly region: string
}

/** What is being done to stacks in one engine. */
class Runs {
  readonly #host: Host
  readonly #under = new Map<string, { run: StackRun; account: string; abort: AbortController; ended: Promise<void> }>()

  constructor(host: Host) {
    this.#host = host
  }

  begin(place: Place, stackId: string, task: Task, reason = ''): void {
    const abort = new AbortController()
    const run = new StackRun(this.#host, place, stackId, abort.signal, stackApi)
    const endedWork = beginWork(this.#host, () => `cloudformation: ${task.toLowerCase().replace('_', ' ')} of ${stackId}`, place.account)
    // A turn later, so that the answer still shows the stack as it was put.
    const ended = new Promise((resolve) => setImmediate(resolve))
      .then(() => perform(run, task, reason))
      .catch((error: unknown) => this.#host.settings.log(`cloudformation: ${stackId}: ${error instanceof Error ? error.stack : String(error)}`))
      .finally(() => {
        endedWork()
        if (this.#under.get(stackId)?.run === run) this.#under.delete(stackId)
      })
    this.#under.set(stackId, { run, account: place.account, abort, ended })
  }

  /**
   * Waits for the end of what is being done to a stack, for a moment at most: the tools' waiters look once at the start
   * and then not for half a minute, so it pays to be done by then.
   */
  async moment(stackId: string): Promise<void> {
    const under = this.#under.get(stackId)
    if (!under) return
    const over = new AbortController()
    await Promise.race([under.ended, this.#host.clock.machine.sleep(MOMENT_MS, over.signal)])
    over.abort()
  }

  /** What is being done to a stack, if anything is. */
  of(stackId: string): StackRun | undefined {
    return this.#under.get(stackId)?.run
  }

  /** Ends what is being done to a stack after the step that it is at, and leaves the rest undone. */
  async stop(stackId: string): Promise<void> {
    const under = this.#under.get(stackId)
    under?.abort.abort()
    await under?.ended
  }

  /** Of one account, where it is given. */
  async end(only?: string): Promise<void> {
    const ending = [...this.#under.values()].filter(({ account }) => only === undefined || account === only)
    for (const { abort } of ending) abort.abort()
    await Promise.all(ending.map(({ ended }) => ended))
  }
}

async function perform(run: StackRun, task: Task, reason: string): Promise<void> {
  if (task === 'DELETE' || task === 'ROLLBACK') return deleteAll(run, task)
  return task === 'UPDATE_ROLLBACK' ? rollBackUpdate(run, reason) : converge(run, task)
}

const engines = new WeakMap<Host['store'], Runs>()

export function runsOf(host: Host): Runs {
  let runs = engines.get(host.store)
  if (!runs) engines.set(host.store, (runs = new Runs(host)))
  return runs
}

const STOPPED = 'The emulator stopped while this was under way. '

/** What was under way when the engine stopped is undone; deletions go on. */
export function resumeRuns(host: Host): void {
  for (const { account, region, value: stack } of stacks.all(host.store)) {
    if (!isInProgress(stack) || runsOf(host).of(stack.id)) continue
    const { status } = stack
    const begin = (task: Task) => runsOf(host).begin({ account, region }, stack.id, task, STOPPED)
    if (status === 'DELETE_IN_PROGRESS') begin('DELETE')
    else if (stack.before) begin('UPDATE_ROLLBACK')
    else {
      const run = new StackRun(host, { account, region }, stack.id, new AbortController().signal, stackApi)
      if (status !== 'ROLLBACK_IN_PROGRESS') run.status('ROLLBACK_IN_PROGRESS', `${STOPPED}Rollback requested by user.`)
      begin('ROLLBACK')
    }
  }
}
