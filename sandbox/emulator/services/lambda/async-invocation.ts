import type { Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { collection } from '../../kernel/store.ts'
import { beginWork } from '../../kernel/work.ts'
import { deliver, type Condition } from './async-destination.ts'
import { invokeConfigs } from './event-invoke-config.ts'
import { invokeFunction, type Executed, type InvocationRequest } from './invocation.ts'
import { measureAsync } from './measure.ts'
import { STOPPED } from './runtime/outcome.ts'
import { lookUp, qualifiedKey, scopeOf, type FunctionRecord } from './state.ts'

/** An event in a function's queue. */
export interface AsyncEvent {
  readonly id: string
  readonly account: string
  readonly region: string
  readonly name: string
  /** As the caller gave it: an alias is followed at each attempt. */
  readonly qualifier?: string
  readonly request: InvocationRequest
  /** Epoch milliseconds. */
  readonly received: number
  /** How often the function has run, and how often it was refused since. */
  readonly attempts: number
  readonly throttles: number
  readonly last?: Executed
  /** When it is to be tried again, in epoch milliseconds; absent before the first attempt has ended. */
  readonly dueAt?: number
}

export const asyncEvents = collection<AsyncEvent>('lambda.async-events', 'region')

/** Waits before the second and the third attempt. */
const RETRY_AFTER_MS = [60_000, 120_000] as const
const THROTTLED_RETRY_MS = 1_000
const LONGEST_THROTTLED_RETRY_MS = 300_000
const DEFAULT_AGE_S = 6 * 3600

/** Puts an event into the function's queue: it is run as often as AWS would, and its end told to a destination. */
export function invokeLater(host: Host, found: FunctionRecord, request: InvocationRequest): void {
  const { account, region, name } = found
  const { qualifier } = request
  const of = qualifier === undefined ? {} : { qualifier }
  const id = host.ids.of(`event ${found.arn}`).uuid()
  asyncEvents(scopeOf(host, found)).put(id, { id, account, region, name, ...of, request, received: host.clock.now(), attempts: 0, throttles: 0 })
  measureAsync(host, { ...found, ...of }, 'AsyncEventsReceived', 1)
  void attempt(host, found, id, beginEvent(host, found))
}

const beginEvent = (host: Host, { arn, account }: FunctionRecord) => beginWork(host, () => `lambda: an event for ${arn}`, account)

/** Takes up the events that an earlier process, or a state that has been put back, left in the queues. */
export function resumeEvents(host: Host, only?: string): void {
  for (const { account, region, key, value } of asyncEvents.all(host.store)) {
    if (only !== undefined && only !== account) continue
    const found = lookUp(host, value)
    if (!found) continue
    const ended = beginEvent(host, found)
    host.clock.after((value.dueAt ?? 0) - host.clock.now(), () => void attempt(host, { account, region }, key, ended))
  }
}

async function attempt(host: Host, where: Pick<FunctionRecord, 'account' | 'region'>, id: string, ended: () => void): Promise<void> {
  const queue = asyncEvents(scopeOf(host, where))
  try {
    const event = queue.get(id)
    const found = event && lookUp(host, event)
    // Without its function an event has nowhere to go, as after a reset of everything.
    if (!event || !found) return end()
    const next = await tryOnce(host, found, event)
    // The engine stops: whoever takes up its state takes up the event.
    if (next === 'stopped') return ended()
    if (next === undefined || !queue.has(id)) return end()
    queue.put(id, { ...next.event, dueAt: host.clock.now() + next.delay_ms })
    host.clock.after(next.delay_ms, () => void attempt(host, where, id, ended))
  } catch (error) {
    end()
    host.settings.log(`An event of a function was lost: ${error instanceof Error ? error.stack : String(error)}`)
  }
  function end() {
    queue.delete(id)
    ended()
  }
}

interface Again {
  readonly event: AsyncEvent
  readonly delay_ms: number
}

/** Runs the function once; undefined where the event is done with. */
async function tryOnce(host: Host, found: FunctionRecord, event: AsyncEvent): Promise<Again | 'stopped' | undefined> {
  if (found.reservedConcurrency === 0) return giveUp(host, found, event, 'ZeroReservedConcurrency')
  const settings = invokeConfigs(scopeOf(host, found)).get(qualifiedKey(event.name, event.qualifier))
  try {
    measureAsync(host, event, 'AsyncEventAge', host.clock.now() - event.received)
    const last = await invokeFunction(host, found, { ...event.request, attempt: event.attempts + 1 })
    if (last.errorType === STOPPED.errorType) return 'stopped'
    const tried = { ...event, attempts: event.attempts + 1, throttles: 0, last }
    if (last.errorType === undefined) return void (await deliver(host, found, tried, 'Success'))
    if (tried.attempts > (settings?.retries ?? RETRY_AFTER_MS.length)) return giveUp(host, found, tried, 'RetriesExhausted')
    return later(host, found, tried, RETRY_AFTER_MS[tried.attempts - 1]!, settings?.age_s)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const delay_ms = Math.min(THROTTLED_RETRY_MS * 2 ** event.throttles, LONGEST_THROTTLED_RETRY_MS)
    return later(host, found, { ...event, throttles: event.throttles + 1 }, delay_ms, settings?.age_s)
  }
}

async function later(host: Host, found: FunctionRecord, event: AsyncEvent, delay_ms: number, age_s = DEFAULT_AGE_S): Promise<Again | undefined> {
  if (host.clock.now() + delay_ms - event.received <= age_s * 1000) return { event, delay_ms }
  return giveUp(host, found, event, 'EventAgeExceeded')
}

async function giveUp(host: Host, found: FunctionRecord, event: AsyncEvent, condition: Condition): Promise<undefined> {
  const taken = await deliver(host, found, event, condition)
  if (taken) return
  measureAsync(host, event, 'AsyncEventsDropped', 1)
  host.settings.log(`An event for ${found.arn} was given up after ${event.attempts} attempts: ${condition}`)
}
