import type { Host } from '../../kernel/context.ts'
import { unreservedConcurrency } from './concurrency.ts'
import { functionNotFound } from './errors.ts'
import { functionArn } from './function-name.ts'
import { measured } from './measure.ts'
import type { Invocation, Outcome } from './runtime/outcome.ts'
import { runtimeOf } from './runtime/index.ts'
import { aliases, lookUpVersion, qualifiedKey, scopeOf, type FunctionRecord } from './state.ts'

export type InvocationRequest = Omit<Invocation, 'traceId'> & { readonly traceId?: string }

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
  const invocation = { ...request, traceId: traceOf(host, request.traceId) }
  const unreserved = unreservedConcurrency(scopeOf(host, chosen))
  const outcome = await measured(host, chosen, request.qualifier, () => runtimeOf(host).invoke(chosen, invocation, unreserved))
  return { ...outcome, version }
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

function traceOf(host: Host, given: string | undefined): string {
  if (given !== undefined) return given
  const time = Math.floor(host.clock.now() / 1000).toString(16).padStart(8, '0')
  return `Root=1-${time}-${host.ids.hex(24)};Parent=${host.ids.hex(16)};Sampled=0`
}
