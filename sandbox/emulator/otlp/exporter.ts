import type { Host } from '../kernel/context.ts'
import type { Span } from '../kernel/trace/span.ts'
import type { Trace } from '../kernel/trace/trace.ts'
import { tracesOf, viewIn } from '../kernel/trace/view.ts'
import { exportRequest } from './convert.ts'

const PAUSE_MS = 1000
/** After a collector did not take what it was sent. */
const LONG_PAUSE_MS = 5000
const BATCH = 512
/** What waits for a collector; past it the oldest go. */
const MOST_WAITING = 10_000
const TIMEOUT_MS = 5000

type Waiting = readonly [trace: Trace | Span, span: Span]

/** Sends the engine's spans to an OpenTelemetry collector by OTLP/HTTP, in batches, and lets nothing wait for it. */
export class OtlpExporter {
  readonly #host: Host
  readonly #url: string
  readonly #unwatch: () => void
  #waiting: Waiting[] = []
  #sending: Promise<void> | undefined
  #cancelTimer: (() => void) | undefined
  #isSilent = false

  /** `endpoint` is a collector's address, or that of its `/v1/traces`. Throws `TypeError` where it is no URL. */
  constructor(host: Host, endpoint: string) {
    this.#host = host
    this.#url = tracesUrl(endpoint)
    this.#unwatch = host.traces.watch((span) => this.#take(span))
  }

  /** Sends what is left, as far as the collector takes it within a moment. */
  async stop(): Promise<void> {
    this.#unwatch()
    this.#cancelTimer?.()
    await this.#sending
    while (this.#waiting.length > 0 && (await this.#send(1000)));
  }

  #take(span: Span): void {
    for (const trace of tracesOf(span)) this.#waiting.push([trace, span])
    if (this.#waiting.length > MOST_WAITING) this.#waiting = this.#waiting.slice(-MOST_WAITING / 2)
    if (!this.#sending) this.#schedule(PAUSE_MS)
  }

  #schedule(pause_ms: number): void {
    this.#cancelTimer ??= this.#host.clock.machine.after(pause_ms, () => {
      this.#cancelTimer = undefined
      this.#sending = this.#drain().finally(() => (this.#sending = undefined))
    })
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) if (!(await this.#send(TIMEOUT_MS))) return this.#schedule(LONG_PAUSE_MS)
  }

  /** Whether the collector took the next batch, or refused it for good. */
  async #send(timeout_ms: number): Promise<boolean> {
    const batch = this.#waiting.splice(0, BATCH)
    const body = JSON.stringify(exportRequest(batch.map(([trace, span]) => viewIn(this.#host.traces, current(trace), span))))
    const late = new AbortController()
    const cancel = this.#host.clock.machine.after(timeout_ms, () => late.abort())
    try {
      const response = await fetch(this.#url, { method: 'POST', body, headers: { 'content-type': 'application/json' }, signal: late.signal })
      await response.arrayBuffer()
      if (response.ok) this.#isSilent = false
      else this.#say(`answers ${response.status}`)
      // "Failures" of the OTLP specification: only these are worth another try.
      if (![429, 502, 503, 504].includes(response.status)) return true
    } catch (error) {
      this.#say(late.signal.aborted ? 'it does not answer in time' : reasonOf(error))
    } finally {
      cancel()
    }
    this.#waiting.unshift(...batch)
    return false
  }

  /** Once, until it has answered well. */
  #say(what: string): void {
    if (!this.#isSilent) this.#host.settings.log(`The OpenTelemetry collector at ${this.#url} does not take traces: ${what}.`)
    this.#isSilent = true
  }
}

/** What was alone may have become a tree meanwhile. */
const current = (trace: Trace | Span) => ('kind' in trace ? (trace.trace ?? trace) : trace)

function tracesUrl(endpoint: string): string {
  const url = new URL(endpoint)
  if (!url.pathname.endsWith('/v1/traces')) url.pathname = `${url.pathname.replace(/\/$/, '')}/v1/traces`
  return url.href
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: { code?: string; message?: string } }
  return cause?.code ?? cause?.message ?? message
}
