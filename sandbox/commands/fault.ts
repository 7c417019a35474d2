import type { ActiveFault, FaultRule } from '../engines/embedded.ts'
import { parseDuration, showDuration } from './support/duration.ts'
import { paint, print, printJson } from './support/output.ts'
import { findSession, embeddedEndpoints, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

type Options = TargetOptions & { readonly json?: boolean }

export interface AddOptions extends Options {
  readonly resource?: string
  readonly account?: string
  readonly nth?: string
  readonly every?: string
  readonly probability?: string
  readonly seed?: string
  readonly times?: string
  readonly error?: string
  readonly message?: string
  readonly status?: string
  readonly latency?: string
  readonly drop?: 'request' | 'answer'
  readonly failRecords?: string
  readonly duplicate?: boolean
  readonly crash?: boolean
  readonly timeOut?: boolean
  readonly anchorDelay?: string
}

/** `sandbox fault add [target]`: from now on something goes wrong on purpose. */
export async function add(target: string | undefined, options: AddOptions): Promise<void> {
  const { fault } = await ask<{ fault: ActiveFault }>(options, 'POST', '', ruleOf(target, options))
  if (options.json) return printJson(fault)
  print(`${paint('yellow', fault.id)}  ${describe(fault.rule)}`)
}

/** `sandbox fault list`: what goes wrong on purpose, and how often it did. */
export async function list(options: Options): Promise<void> {
  const { faults } = await ask<{ faults: ActiveFault[] }>(options, 'GET', '')
  if (options.json) return printJson(faults)
  if (faults.length === 0) return print('Nothing goes wrong on purpose. Add a fault with "sandbox fault add".')
  for (const { id, rule, matches, hits } of faults) print(`${paint('yellow', id.padEnd(9))} ${String(hits).padStart(5)} of ${matches}  ${describe(rule)}`)
}

/** `sandbox fault clear [id]`: one, or all. */
export async function clear(id: string | undefined, options: Options): Promise<void> {
  const { faults } = await ask<{ faults: ActiveFault[] }>(options, 'DELETE', id === undefined ? '' : `?id=${encodeURIComponent(id)}`)
  if (options.json) return printJson(faults)
  print(id === undefined ? 'Nothing goes wrong on purpose any more.' : `Removed ${id}.`)
}

async function ask<T>(options: Options, method: string, query: string, rule?: FaultRule): Promise<T> {
  const { edge } = embeddedEndpoints(await findSession(options), 'let anything go wrong on purpose')
  const response = await fetch(`${edge}/_sandbox/faults${query}`, { method, ...(rule ? { body: JSON.stringify(rule) } : {}) })
  const answer = (await response.json().catch(() => ({}))) as T & { message?: string }
  if (response.ok) return answer
  throw new UserError(answer.message ?? `The engine at ${edge} injects no faults. Only the embedded engine does.`, answer.message ? EXIT.usage : EXIT.pipelineFailed)
}

/** The options as the engine wants to be told. Throws `UserError`. */
export function ruleOf(target: string | undefined, options: AddOptions): FaultRule {
  const [service, operation] = target?.split(':') ?? []
  const { resource, account, seed, drop, message, error: code } = options
  const status = numberIn('--status', options.status)
  const own = { ...(message === undefined ? {} : { message }), ...(status === undefined ? {} : { status }) }
  if (code === undefined && Object.keys(own).length > 0) throw new UserError('--message and --status say more of an --error: give that too.', EXIT.usage)
  const rule: Record<keyof FaultRule, unknown> = {
    service: service === '*' ? undefined : service,
    operation: operation === '*' ? undefined : operation,
    resource, account, seed, drop,
    nth: options.nth?.split(',').map((text) => numberIn('--nth', text)),
    every: numberIn('--every', options.every),
    probability: numberIn('--probability', options.probability),
    times: numberIn('--times', options.times),
    error: code === undefined || Object.keys(own).length === 0 ? code : { code, ...own },
    latency_ms: options.latency === undefined ? undefined : parseDuration(options.latency),
    failRecords: options.failRecords === undefined ? undefined : recordsIn(options.failRecords),
    duplicate: options.duplicate,
    invocation: options.crash ? 'crash' : options.timeOut ? 'timeout' : undefined,
    anchorDelay_ms: options.anchorDelay === undefined ? undefined : parseDuration(options.anchorDelay),
  }
  if (options.crash && options.timeOut) throw new UserError('A function crashes or runs out of time: give --crash or --time-out.', EXIT.usage)
  return Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)) as FaultRule
}

function numberIn(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() !== '' && Number.isFinite(value)) return value
  throw new UserError(`${option} ${text} is no number.`, EXIT.usage)
}

/** `0,2` for places, `50%` for a part. */
function recordsIn(text: string): FaultRule['failRecords'] {
  const [, percent] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? []
  if (percent !== undefined) return { fraction: Number(percent) / 100 }
  return { indexes: text.split(',').map((place) => numberIn('--fail-records', place)!) }
}

/** One line for a person. */
export function describe(rule: FaultRule): string {
  return [what(rule), where(rule), when(rule)].filter((part) => part !== '').join(', ')
}

function what({ error, latency_ms, drop, failRecords, duplicate, invocation, anchorDelay_ms }: FaultRule): string {
  const found = latency_ms === undefined ? [] : [`${short(latency_ms)} late`]
  if (error !== undefined) found.push(typeof error === 'string' ? error : `${error.code}${error.status === undefined ? '' : ` (${error.status})`}`)
  if (drop) found.push(drop === 'request' ? 'connection dropped before the request is read' : 'connection dropped instead of the answer')
  if (failRecords) found.push(`${failRecords.indexes ? `records ${failRecords.indexes.join(', ')}` : `${(failRecords.fraction ?? 1) * 100}% of the records`} refused`)
  if (duplicate) found.push('batch delivered twice')
  if (invocation) found.push(invocation === 'crash' ? 'function crashes' : 'function runs out of time')
  if (anchorDelay_ms !== undefined) found.push(`mapping at LATEST begins ${short(anchorDelay_ms)} late`)
  return found.join(', then ')
}

const short = (ms: number) => (ms % 1000 === 0 && ms > 0 ? showDuration(ms) : `${ms}ms`)

function where({ service, operation, resource, account }: FaultRule): string {
  const call = service === undefined && operation === undefined ? '' : ` at ${service ?? '*'}:${operation ?? '*'}`
  return `${call}${resource === undefined ? '' : ` on ${resource}`}${account === undefined ? '' : ` of account ${account}`}`.trim()
}

function when({ nth, every, probability, times }: FaultRule): string {
  const found: string[] = []
  if (nth !== undefined) found.push(`call ${[nth].flat().join(', ')}`)
  if (every !== undefined) found.push(every === 1 ? 'each' : `one in ${every}`)
  if (probability !== undefined) found.push(`with probability ${probability}`)
  if (times !== undefined) found.push(`${times} times at most`)
  return found.join(', ')
}
