import type { Host } from '../kernel/context.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../kernel/http.ts'
import { Span } from '../kernel/trace/span.ts'
import type { Trace } from '../kernel/trace/trace.ts'
import { placedIn } from '../kernel/trace/view.ts'
import { listTraces, summarize, viewTrace, type TraceQuery } from '../kernel/trace/summary.ts'
import { events } from './events.ts'

const STATUSES = ['ok', 'error', 'running'] as const

/**
 * `GET /_sandbox/traces` gives `{"traces": [TraceSummary, …], "next"?: "<trace id>"}`, newest first (see
 * `kernel/trace/summary.ts`). `limit` says how many (else all), `after` is the `next` of the page before; `key` (a
 * whole S3 key, or its last parts), `requestId` (of any call in it), `status` (`ok`, `error`, `running`), `account` and
 * `root` (`request`: only what came in through an API) narrow it.
 *
 * `GET /_sandbox/traces/<trace id>` gives a `TraceView`: a summary with `tree`, all spans (`SpanView` in
 * `kernel/trace/view.ts`) as a list in causal order, where `parentId` names the parent, and `dropped`.
 *
 * `GET /_sandbox/traces/<trace id>/payload/<span id>` gives what a request or an invocation was given, as long as it is
 * kept: `{"$base64": "…", "request"?: {"method", "path", "headers"}}`.
 *
 * `GET /_sandbox/events` is the same as it happens: see `events`.
 */
export function tracePages(request: HttpRequest, host: Host): HttpResponse | undefined {
  if (request.method !== 'GET') return undefined
  if (request.path === '/_sandbox/events') return events(request, host)
  if (request.path === '/_sandbox/traces') return list(request, host)
  const [, of, spanId] = /^\/_sandbox\/traces\/([^/]+)\/payload\/([0-9a-f]{16})$/.exec(request.path) ?? []
  if (of !== undefined && spanId !== undefined) return payload(host, of, spanId)
  const id = /^\/_sandbox\/traces\/([^/]+)$/.exec(request.path)?.[1]
  if (id === undefined) return undefined
  const found = host.traces.find(id)
  if (!found) return jsonResponse(404, { message: `There is no trace ${id} (any more).` })
  return jsonResponse(200, viewTrace(host.traces, found))
}

function payload({ traces }: Host, traceId: string, spanId: string): HttpResponse {
  const found = traces.find(traceId)
  const placed = found && placedIn(found).find(({ span }) => traces.ids.spanId(span.number) === spanId)
  const kept = placed && traces.payloads.of(placed.span.number)
  if (!kept) return jsonResponse(404, { message: 'What it was given is not kept (any more).' })
  return jsonResponse(200, { $base64: Buffer.from(kept.bytes).toString('base64'), ...(kept.request ? { request: kept.request } : {}) })
}

function list({ query }: HttpRequest, { traces }: Host): HttpResponse {
  const limit = query.has('limit') ? Number(query.get('limit')) : Infinity
  if (!(limit >= 1)) return jsonResponse(400, { message: 'limit is a number from 1.' })
  const status = query.get('status') ?? undefined
  if (status !== undefined && !isStatus(status)) return jsonResponse(400, { message: `status is one of ${STATUSES.join(', ')}.` })
  const text = (name: string) => query.get(name) ?? undefined
  const wanted: TraceQuery = { key: text('key'), requestId: text('requestId'), account: text('account'), root: text('root'), status }
  const found = behind(listTraces(traces, wanted), query.get('after'), (one) => (one instanceof Span ? traces.idOf(one) : one.id))
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const next = found.length > page.length && last ? { next: last instanceof Span ? traces.idOf(last) : last.id } : {}
  return jsonResponse(200, { traces: page.map((one) => summarize(traces, one)), ...next })
}

const isStatus = (text: string): text is (typeof STATUSES)[number] => (STATUSES as readonly string[]).includes(text)

/** What comes behind the trace of that id; all where it is not there any more. */
function behind(found: readonly (Trace | Span)[], after: string | null, idOf: (one: Trace | Span) => string): readonly (Trace | Span)[] {
  return after === null ? found : found.slice(found.findIndex((one) => idOf(one) === after) + 1)
}
