import type { Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { beginWork } from '../../kernel/work.ts'
import { unreservedConcurrency } from './concurrency.ts'
import { measured } from './measure.ts'
import type { Invocation, Outcome } from './runtime/outcome.ts'
import { runtimeOf } from './runtime/index.ts'
import { lookUp, scopeOf, type FunctionRecord } from './state.ts'

export type InvocationRequest = Omit<Invocation, 'traceId'> & { readonly traceId?: string }

/** Waits before the second and the third attempt of an asynchronous invocation, as AWS's defaults have it. */
const RETRY_AFTER_MS = [60_000, 120_000] as const
const THROTTLED_RETRY_MS = 1_000
const LONGEST_THROTTLED_RETRY_MS = 300_000
const EVENT_AGE_MS = 6 * 3_600_000

/** Runs the function and resolves with its outcome, also where it fails. Throws `TooManyRequestsException`. */
export function invokeFunction(host: Host, found: FunctionRecord, request: InvocationRequest): Promise<Outcome> {
  const invocation = { ...request, traceId: traceOf(host, request.traceId) }
  const unreserved = unreservedConcurrency(scopeOf(host, found))
  return measured(host, found, () => runtimeOf(host).invoke(found, invocation, unreserved))
}

/** Runs the function later, as often as AWS would: twice more after an error, for up to six hours when throttled. */
export function invokeLater(host: Host, found: FunctionRecord, request: InvocationRequest): void {
  const began = host.clock.now()
  const ended = beginWork(host, () => `lambda: an event for ${found.arn}`)
  const attempt = async (failures: number, throttled: number): Promise<void> => {
    const current = lookUp(host, found)
    if (!current || host.clock.now() - began > EVENT_AGE_MS) return ended()
    try {
      const { errorType } = await invokeFunction(host, current, request)
      const delay_ms = errorType === undefined ? undefined : RETRY_AFTER_MS[failures]
      if (delay_ms === undefined) return ended()
      host.clock.after(delay_ms, () => void attempt(failures + 1, 0))
    } catch (error) {
      if (!(error instanceof AwsError)) throw error
      const delay_ms = Math.min(THROTTLED_RETRY_MS * 2 ** throttled, LONGEST_THROTTLED_RETRY_MS)
      host.clock.after(delay_ms, () => void attempt(failures, throttled + 1))
    }
  }
  void attempt(0, 0)
}

function traceOf(host: Host, given: string | undefined): string {
  if (given !== undefined) return given
  const time = Math.floor(host.clock.now() / 1000).toString(16).padStart(8, '0')
  return `Root=1-${time}-${host.ids.hex(24)};Parent=${host.ids.hex(16)};Sampled=0`
}
