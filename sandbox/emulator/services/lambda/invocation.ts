import type { Host } from '../../kernel/context.ts'
import type { Span } from '../../kernel/trace/span.ts'
import { AwsError } from '../../kernel/errors.ts'
import { unreservedConcurrency } from './concurrency.ts'
import { functionNotFound } from './errors.ts'
import { functionArn } from './function-name.ts'
import { measured } from './measure.ts'
import type { Invocation, Outcome } from './runtime/outcome.ts'
import { runtimeOf } from './runtime/index.ts'
import { aliases, lookUpVersion, qualifiedKey, scopeOf, type FunctionRecord } from './state.ts'

/** `traceId` is the header of what asks for it, `attempt` counts from 1 where there may be several. */
export type InvocationRequest = Omit<Invocation, 'traceId' | 'span'> & { readonly traceId?: string; readonly attempt?: number }

/** How an invocation ended, and the version that ran. */
export interface Executed extends Outcome {
  readonly version: string
}

/**
 * Runs the function and resolves with its outcome, also where it fails. Where `request.qualifier` is an alias with
 * weights, these say which version runs. Throws `TooManyRequestsException`.
 */
export async function invokeFunction(host: Host, found: FunctionRecord, request: InvocationRequest): Promise<Executed> {
  return runVersion(host, chooseVersion(host, found, request.qualifier), request)
}

/** Runs just this version (see `invokeFunction`). */
export async function runVersion(host: Host, chosen: FunctionRecord, request: InvocationRequest): Promise<Executed> {
  const { version } = chosen
  const span = beginSpan(host, chosen, request)
  const invocation = { ...request, traceId: host.traces.header(span), span, fault: faultOf(host, chosen) }
  const unreserved = unreservedConcurrency(scopeOf(host, chosen))
  try {
    const outcome = await measured(host, chosen, request.qualifier, () => runtimeOf(host).invoke(chosen, invocation, unreserved))
    host.traces.end(span, { error: errorIn(outcome) })
    return { ...outcome, version }
  } catch (error) {
    if (error instanceof AwsError) host.traces.end(span, { error })
    throw error
  }
}

function faultOf({ faults }: Host, { account, arn, version }: FunctionRecord): Invocation['fault'] {
  return faults.active?.at({ site: 'invocation', service: 'lambda', operation: 'Invoke', account, resources: [arn, `${arn}:${version}`] })?.invocation
}

function beginSpan(host: Host, { account, region, name, version, arn }: FunctionRecord, request: InvocationRequest): Span {
  const facts = { service: 'lambda', name, account, region, principal: arn, requestId: request.requestId }
  const span = host.traces.begin('invocation', facts, request.traceId)
  host.traces.payloads.keep(span.number, { bytes: request.payload })
  const { attempt = 1 } = request
  span.attributes = { function: name, version, size_bytes: request.payload.byteLength, ...(attempt > 1 ? { attempt } : {}) }
  return span
}

/** Only the first sentence of what it says: the function's log has the rest. */
function errorIn({ errorType: code, payload }: Outcome): { code: string; message: string } | undefined {
  if (code === undefined) return undefined
  try {
    const { errorMessage = '' } = JSON.parse(payload.toString()) as { errorMessage?: string }
    return { code, message: String(errorMessage).slice(0, 500) }
  } catch {
    return { code, message: '' }
  }
}

/** The version that is to run: of an alias with weights, one of its two by lot. */
export function chooseVersion(host: Host, found: FunctionRecord, qualifier: string | undefined): FunctionRecord {
  const alias = aliases(scopeOf(host, found)).get(qualifiedKey(found.name, qualifier))
  const [other] = Object.entries(alias?.weights ?? {})
  if (!alias || !other) return found
  const version = host.ids.fraction() < other[1] ? other[0] : alias.version
  const chosen = lookUpVersion(host, found, version)
  if (!chosen) throw functionNotFound(functionArn(found, found.name, version))
  return chosen
}
