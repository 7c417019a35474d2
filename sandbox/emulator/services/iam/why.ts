import type { ContextKeys } from '../../kernel/authorize.ts'
import type { Host } from '../../kernel/context.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../../kernel/http.ts'
import type { Decided, JournalEntry } from '../../kernel/journal.ts'
import { Span } from '../../kernel/trace/span.ts'
import { listTraces } from '../../kernel/trace/summary.ts'
import { placedIn } from '../../kernel/trace/view.ts'
import { casesOf } from './policy/authorizer.ts'
import { decide } from './policy/decide.ts'
import { mattering } from './policy/mattering-keys.ts'
import { remediesFor, type Remedy } from './policy/remedy.ts'

/** One thing that policies were asked, with what would change the answer. */
export interface Check extends Omit<Decided, 'request'> {
  /** Condition keys that its statements look at, with what the request had; null where it had none. */
  readonly keys: Readonly<Record<string, ContextKeys[string] | null>>
  /** Of a denial: what would let it through; empty where policies have changed since and now do. */
  readonly remedies?: readonly Remedy[]
}

/** One call, and what came of it. */
export interface ExplainedCall extends Omit<JournalEntry, 'decided'> {
  readonly outcome: 'allowed' | 'denied' | 'audited' | 'refused' | 'failed'
  readonly checks: readonly Check[]
  /** What an authorizer of an API said, where it refused. */
  readonly authorizer?: string
}

/** Refusals before any policy is asked: the signature does not hold, or there is none. */
const UNPROVEN = /^(?:MissingAuthenticationToken|IncompleteSignature|SignatureDoesNotMatch|InvalidSignature|InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClient|InvalidToken|ExpiredToken|RequestTimeTooSkewed|RequestExpired|AuthorizationHeaderMalformed|AuthorizationQueryParametersError|AccessDenied)/

/**
 * `GET /_sandbox/iam/why?request=<request id>`, or without one, or with `last`: the latest refusal. Answers
 * `{"call": ExplainedCall, "within": [ExplainedCall, …]}`, where `within` are refused calls that were made for it; 404
 * with a sentence where there is nothing to explain. `account` narrows the latest.
 */
export function why({ query }: HttpRequest, host: Host): HttpResponse {
  const id = query.get('request') ?? 'last'
  const account = query.get('account')
  const entries = host.journal.entries().filter((entry) => account === null || entry.account === account)
  const found = id === 'last' ? latestRefusal(entries) : latestOf(entries.filter(({ requestId }) => isId(id, requestId)))
  if (!found) return jsonResponse(404, { message: nothingFound(id, entries.length) })
  const within = withinOf(found, host, entries).filter((entry) => entry !== found && isRefusal(entry))
  return jsonResponse(200, { call: explained(found, host), within: within.map((entry) => explained(entry, host)) })
}

/** S3 shows the beginning of an id, in capitals and without its dashes. */
const isId = (shown: string, requestId: string) =>
  shown === requestId || (/^[\dA-F]{16}$/.test(shown) && requestId.replaceAll('-', '').slice(0, 16).toUpperCase() === shown)

function nothingFound(id: string, count: number): string {
  if (id !== 'last') return `There is no call with request id ${id} among the latest ${count}.`
  return count === 0 ? 'Nothing has been called yet.' : `None of the latest ${count} calls was refused.`
}

const isRefusal = (entry: JournalEntry) => outcomeOf(entry) !== 'allowed' && outcomeOf(entry) !== 'failed'

const ASIDE_MS = 60_000

/** Lines that a function could not write come after what they are about, which says more. */
function latestRefusal(entries: readonly JournalEntry[]): JournalEntry | undefined {
  const last = entries.findLast(isRefusal)
  if (last?.service !== 'logs') return last
  return entries.findLast((entry) => entry.service !== 'logs' && entry.time >= last.time - ASIDE_MS && isRefusal(entry)) ?? last
}

/** Of the calls of one request, those that were refused say more. */
const latestOf = (entries: readonly JournalEntry[]) => entries.findLast(isRefusal) ?? entries.at(-1)

function outcomeOf({ decided, error, service, status }: JournalEntry): ExplainedCall['outcome'] {
  const last = decided?.findLast(({ decision }) => decision !== 'allow')
  if (last?.audited) return 'audited'
  if (last && status >= 400) return 'denied'
  if (service === 'execute-api') return status === 401 || status === 403 ? 'refused' : status >= 400 ? 'failed' : 'allowed'
  if (error === undefined) return 'allowed'
  return UNPROVEN.test(error) ? 'refused' : 'failed'
}

/** All calls that are a part of the same traces. */
function withinOf({ requestId }: JournalEntry, host: Host, entries: readonly JournalEntry[]): JournalEntry[] {
  const ids = new Set(spansOf(host, requestId).map((span) => span.requestId))
  ids.delete('')
  return entries.filter((entry) => ids.has(entry.requestId))
}

function spansOf(host: Host, requestId: string): Span[] {
  return listTraces(host.traces, { requestId }).flatMap((found) => placedIn(found).map(({ span }) => span))
}

function explained(entry: JournalEntry, host: Host): ExplainedCall {
  const { decided = [], ...rest } = entry
  const said = entry.service === 'execute-api' ? spansOf(host, entry.requestId).find(({ kind, error }) => kind === 'authorizer' && error)?.error?.message : undefined
  return {
    ...rest,
    outcome: outcomeOf(entry),
    checks: decided.map((one) => checked(one, host)),
    ...(said === undefined ? {} : { authorizer: said }),
  }
}

function checked({ request, ...told }: Decided, host: Host): Check {
  const cases = request ? casesOf(host, request) : []
  const one = cases.find((candidate) => candidate.request.resource === told.resource) ?? cases[0]
  if (!one) return { ...told, keys: {} }
  const { considered } = decide(one.request, one.policies)
  const remedies = remediesFor(one.request, one.policies)
  return { ...told, keys: mattering(considered, one.request.context), ...(remedies ? { remedies } : {}) }
}
