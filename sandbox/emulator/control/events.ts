import { Readable } from 'node:stream'
import type { Host } from '../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import { Span } from '../kernel/trace/span.ts'
import { summarize } from '../kernel/trace/summary.ts'
import type { Trace } from '../kernel/trace/trace.ts'
import { tracesOf, viewIn } from '../kernel/trace/view.ts'

/** Whoever reads more slowly than this misses some. */
const LARGEST_BACKLOG_BYTES = 4 * 1024 * 1024
const SUMMARY_MS = 100
const ALIVE_MS = 15_000

/**
 * `GET /_sandbox/events`: server-sent events.
 * - `span`: a span has ended; its data are a `SpanView`. One of a batch comes once for each trace that it belongs to.
 * - `trace`: a trace has changed; its data are a `TraceSummary`. At most ten a second of each trace.
 * - `lost`: `{"events": n}`: so many were not sent to who reads too slowly.
 *
 * `account` narrows them to one account's.
 */
export function events(request: HttpRequest, host: Host): HttpResponse {
  const feed = new Feed(host, request.query.get('account'))
  return { status: 200, headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }, body: feed.body }
}

class Feed {
  readonly body: Readable
  readonly #host: Host
  readonly #account: string | null
  readonly #changed = new Set<Trace | Span>()
  #lost = 0
  #cancelSummaries: (() => void) | undefined
  #cancelAlive = () => {}

  constructor(host: Host, account: string | null) {
    this.#host = host
    this.#account = account
    const unwatch = host.traces.watch((span) => this.#ended(span))
    this.body = new Readable({
      read: () => {},
      destroy: (error, done) => {
        unwatch()
        this.#cancelSummaries?.()
        this.#cancelAlive()
        done(error)
      },
    })
    this.#stayAlive()
  }

  #ended(span: Span): void {
    if (this.#account !== null && span.account !== this.#account) return
    for (const trace of tracesOf(span)) {
      this.#send('span', viewIn(this.#host.traces, trace, span))
      this.#changed.add(trace)
    }
    this.#cancelSummaries ??= this.#host.clock.machine.after(SUMMARY_MS, () => this.#summaries())
  }

  #summaries(): void {
    this.#cancelSummaries = undefined
    const { traces } = this.#host
    for (const trace of this.#changed) {
      // Meanwhile more may have come of it, and made a tree of what was alone.
      const current = trace instanceof Span ? (trace.trace ?? trace) : trace
      this.#send('trace', summarize(traces, current))
    }
    this.#changed.clear()
    if (this.#lost > 0 && this.#send('lost', { events: this.#lost })) this.#lost = 0
  }

  /** A line that means nothing, by which a connection that nobody holds any more is found. */
  #stayAlive(): void {
    this.body.push(':\n\n')
    this.#cancelAlive = this.#host.clock.machine.after(ALIVE_MS, () => this.#stayAlive())
  }

  #send(event: string, data: object): boolean {
    if (this.body.readableLength > LARGEST_BACKLOG_BYTES) {
      this.#lost++
      return false
    }
    this.body.push(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    return true
  }
}
