// @ts-check
import { get } from '../lib/api.js'
import { clockTime, duration } from '../lib/format.js'
import { graphOf } from '../lib/graph.js'
import { html, useEffect, useMemo, useState } from '../lib/html.js'
import { isSingleCall, onSpan, traces } from '../lib/live.js'
import { useLoaded } from '../lib/load.js'
import { link } from '../lib/route.js'
import { useStore } from '../lib/store.js'
import { Activity } from '../parts/activity.js'
import { Empty, Panel, Problem, Status } from '../parts/basics.js'
import { Topology } from '../parts/topology.js'
import { Upload } from '../parts/upload.js'

const MOST = 8
const RECENT_MS = 60_000

export function Overview() {
  const { value: state, error, again } = useLoaded(() => get('state'))
  const all = useStore(traces).filter((trace) => !isSingleCall(trace))
  const graph = useMemo(() => state && graphOf(state), [state])
  const recent = useRecent()
  useEffect(() => {
    // Numbers of objects change with what is put; not more often than one can read.
    let timer = 0
    const stop = onSpan(({ name }) => {
      if (/:(Put|Delete|Create|Update|Copy)/.test(name)) timer ||= setTimeout(() => [again(), (timer = 0)], 1500)
    })
    return () => [stop(), clearTimeout(timer)]
  }, [again])
  return html`
    <h1 class="hidden">Overview</h1>
    <${Panel} title="Pipeline">
      <${Problem} error=${error} />
      ${graph && (graph.nodes.length > 0 ? html`<${Topology} graph=${graph} recent=${recent} />` : html`<${Empty}>Nothing is here yet in this account and region. “sandbox seed” puts the stack in place.<//>`)}
    <//>
    <div class="pair">
      <${Panel} title="Latest" tools=${html`<a href=${link('timeline')}>All ${all.length.toLocaleString('en')}</a>`}>
        ${all.length === 0 ? html`<${Empty}>No request so far.<//>` : html`<ul class="latest">${all.slice(0, MOST).map((trace) => html`
          <li key=${trace.traceId}><a href=${link('timeline', trace.traceId)}>
            <${Status} status=${trace.status} /><span class="name">${trace.name} <span class="muted">${trace.keys[0]}</span></span>
            <span class="muted num">${duration(trace.duration_ms)}</span><span class="muted num">${clockTime(trace.start)}</span>
          </a></li>`)}</ul>`}
      <//>
      <div class="stack">
        <${Panel} title="Activity"><${Activity} traces=${all} /><//>
        ${state && html`<${Upload} state=${state} />`}
      </div>
    </div>
  `
}

/** Spans of the last minute's traces, so that a page that was just opened shows what just happened. */
function useRecent() {
  const [spans, setSpans] = useState(/** @type {import('../lib/live.js').Span[]} */ ([]))
  const isKnown = useStore(traces).length > 0
  useEffect(() => {
    const ids = traces.value.filter((trace) => trace.start > Date.now() - RECENT_MS && !isSingleCall(trace)).slice(0, 20)
    Promise.all(ids.map(({ traceId }) => get(`traces/${traceId}`))).then((found) => setSpans(found.flatMap(({ tree }) => tree ?? [])), () => {})
  }, [isKnown])
  return spans
}
