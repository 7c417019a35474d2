import { findTrace, type Trace, type TraceSummary } from './traces.ts'

/** What comes of a request comes in bursts: only after a pause of this length is it worth showing. */
const QUIET_MS = 400

/**
 * Calls `show` with each trace that comes or changes, when nothing more has come of it for a moment, until `signal`
 * aborts. Calls that nothing came of are left out, unless they failed. False where there is no such feed.
 */
export async function followTraces(endpoint: string, signal: AbortSignal, show: (found: Trace) => void): Promise<boolean> {
  const response = await fetch(`${endpoint}/_sandbox/events`, { signal }).catch(() => undefined)
  if (!response?.body || !response.ok) return signal.aborted
  const timers = new Map<string, NodeJS.Timeout>()
  const heard = (summary: TraceSummary) => {
    clearTimeout(timers.get(summary.traceId))
    timers.delete(summary.traceId)
    if (summary.status === 'running' || (summary.spans === 1 && summary.kind === 'call' && summary.errors === 0)) return
    const timer = setTimeout(() => {
      timers.delete(summary.traceId)
      void findTrace(endpoint, summary.traceId).then((found) => found && show(found), () => {})
    }, QUIET_MS)
    timers.set(summary.traceId, timer)
  }
  try {
    for await (const [event, data] of readEvents(response.body)) if (event === 'trace') heard(JSON.parse(data) as TraceSummary)
  } catch (error) {
    // The engine has gone, or we are to stop.
    if (!signal.aborted && !(error instanceof TypeError)) throw error
  } finally {
    for (const timer of timers.values()) clearTimeout(timer)
  }
  return true
}

/** The events of a stream of server-sent events: name and data. */
async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<[event: string, data: string]> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const fields = new Map(text.slice(0, end).split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]))
      text = text.slice(end + 2)
      if (fields.has('data')) yield [fields.get('event') ?? 'message', fields.get('data')!]
    }
  }
}
