// @ts-check
import { get } from '../lib/api.js'
import { clockTime, duration, plural } from '../lib/format.js'
import { html, useEffect, useMemo, useState } from '../lib/html.js'
import { isSingleCall, traces } from '../lib/live.js'
import { useLoaded } from '../lib/load.js'
import { go } from '../lib/route.js'
import { useStore } from '../lib/store.js'
import { Empty, Panel, Problem, Status } from '../parts/basics.js'
import { TraceDetails } from '../parts/trace.js'
import { VirtualList } from '../parts/virtual-list.js'

/** @typedef {import('../lib/live.js').Trace} Trace */

const KINDS = [['', 'Any'], ['error', 'With errors'], ['ok', 'Well'], ['running', 'Running']]

/** @param {{ parts: string[] }} of */
export function Timeline({ parts: [id] }) {
  const all = useStore(traces)
  const [text, setText] = useState('')
  const [status, setStatus] = useState('')
  const [hasAll, setAll] = useState(false)
  const fitting = useMemo(() => all.filter((trace) => fits(trace, text.toLowerCase(), status)), [all, text, status])
  const found = useMemo(() => (hasAll ? fitting : fitting.filter((trace) => !isSingleCall(trace))), [fitting, hasAll])
  return html`
    <h1 class="hidden">Timeline</h1>
    <div class="split timeline">
      <${Panel} title=${plural(found.length, 'trace')} class=${id === undefined ? '' : 'behind'}>
        <div class="bar filters">
          <label>Search <input type="search" placeholder="key, name, id …" value=${text} onInput=${(/** @type {any} */ event) => setText(event.target.value)}
            onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && setText('')} /></label>
          <label>Status <select value=${status} onChange=${(/** @type {any} */ event) => setStatus(event.target.value)}>${KINDS.map(([value, word]) => html`<option value=${value}>${word}</option>`)}</select></label>
          <label class="check"><input type="checkbox" checked=${hasAll} onChange=${(/** @type {any} */ event) => setAll(event.target.checked)} /> Single calls too</label>
        </div>
        ${found.length === 0 ? html`<${Empty}>${all.length === 0 ? 'No request so far.' : fitting.length > 0 ? `Only single calls fit: ${fitting.length.toLocaleString('en')}.` : 'Nothing fits.'}<//>` : html`<${VirtualList}
          label="Traces" items=${found} idOf=${(/** @type {Trace} */ { traceId }) => traceId} selected=${id} onSelect=${(/** @type {Trace} */ trace) => go('timeline', trace.traceId)} row=${Row} />`}
      <//>
      ${id === undefined ? html`<div class="panel hint"><p class="empty">Choose a trace to see what came of it.</p></div>` : html`<${One} id=${id} />`}
    </div>
  `
}

/** @param {Trace} trace @param {string} text @param {string} status */
function fits(trace, text, status) {
  if (status !== '' && trace.status !== status) return false
  return text === '' || [trace.name, trace.traceId, trace.requestId, ...trace.keys].some((one) => one.toLowerCase().includes(text))
}

/** @param {Trace} trace */
const Row = (trace) => html`
  <${Status} status=${trace.status} />
  <span class="name">${trace.name} <span class="muted">${trace.keys[0]}</span></span>
  <span class="muted num">${duration(trace.duration_ms)}</span>
  <span class="muted num">${clockTime(trace.start).slice(0, 8)}</span>
`

/** @param {{ id: string }} of */
function One({ id }) {
  const { value, error, again } = useLoaded(() => get(`traces/${encodeURIComponent(id)}`), [id])
  const summary = useStore(traces).find(({ traceId }) => traceId === id)
  useEffect(() => {
    if (value && summary && (summary.spans !== value.spans || summary.status !== value.status)) again()
  }, [summary])
  if (error) return html`<div class="panel"><${Problem} error=${error} /></div>`
  return value && value.traceId === id ? html`<${TraceDetails} trace=${value} />` : html`<div class="panel"><p class="empty">…</p></div>`
}
