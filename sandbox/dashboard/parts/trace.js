// @ts-check
import { duration, dateTime, plural } from '../lib/format.js'
import { html, useMemo, useState } from '../lib/html.js'
import { go, link } from '../lib/route.js'
import { Badge, Panel, Status } from './basics.js'
import { SpanDetails } from './span.js'

/** @typedef {import('../lib/live.js').Span} Span */

/** One trace as a waterfall, and one of its spans in full. @param {{ trace: import('../lib/live.js').Trace & { tree: Span[], dropped: number } }} of */
export function TraceDetails({ trace }) {
  const rows = useMemo(() => inOrder(trace.tree), [trace])
  const [chosen, choose] = useState(/** @type {string | undefined} */ (undefined))
  const failed = rows.find(({ span }) => span.status === 'error')
  const span = rows.find(({ span }) => span.spanId === chosen)?.span ?? failed?.span ?? rows[0]?.span
  const move = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || !(event.target instanceof HTMLElement)) return
    event.preventDefault()
    const buttons = [...(event.currentTarget instanceof HTMLElement ? event.currentTarget.querySelectorAll('button') : [])]
    const next = buttons[buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target.closest('button'))) + step]
    next?.focus()
    next?.click()
  }
  const total = Math.max(trace.duration_ms, 0.001)
  return html`
    <div class="stack trace">
      <${Panel} title=${trace.name} tools=${html`<a class="button back" href=${link('timeline')} onClick=${() => go('timeline')}>All traces</a>`}>
        <p class="title"><${Status} status=${trace.status} /> <span>${duration(trace.duration_ms)}</span> <span class="muted">${plural(trace.spans, 'span')}, ${plural(trace.errors, 'error')} · ${dateTime(trace.start)}</span>
          ${trace.dropped > 0 && html`<${Badge} tone="warn">${plural(trace.dropped, 'span')} not kept<//>`}<code class="muted wrap">${trace.traceId}</code></p>
        <ol class="waterfall flush" aria-label="Spans" onKeyDown=${move}>
          ${rows.map(({ span: one, depth }) => html`
            <li key=${one.spanId}><button type="button" class=${`span ${one.status} ${one.kind}`} aria-pressed=${one.spanId === span?.spanId} onClick=${() => choose(one.spanId)}>
              <span class="what" style=${{ paddingLeft: `${Math.min(depth, 12) * 12}px` }}><${Status} status=${one.status} /> <span class="name">${one.name}</span> ${badges(one)}</span>
              <span class="lane"><span class="mark" style=${{ marginLeft: `${((one.start - trace.start) / total) * 100}%`, width: `${(((one.duration_ms ?? total) / total) * 100).toFixed(3)}%` }}></span></span>
              <span class="num muted">${duration(one.duration_ms)}</span>
            </button></li>`)}
        </ol>
      <//>
      ${span && html`<${SpanDetails} key=${span.spanId} span=${span} />`}
    </div>
  `
}

/** @param {Span} span */
function badges({ kind, decisions = [], linked = 0, error }) {
  const denied = decisions.filter(({ decision }) => decision !== 'allow')
  return html`
    ${kind === 'retry' && html`<${Badge} tone="warn">retry<//>`}
    ${kind === 'discard' && html`<${Badge} tone="bad">given up<//>`}
    ${kind === 'init' && html`<${Badge}>cold start<//>`}
    ${denied.length > 0 && html`<${Badge} tone="bad">denied<//>`}
    ${linked > 0 && html`<${Badge}>shared with ${linked}<//>`}
    ${error && denied.length === 0 && html`<${Badge} tone="bad">${error.code}<//>`}
  `
}

/** Children below their parents, in order of time. @param {Span[]} spans @returns {{ span: Span, depth: number }[]} */
function inOrder(spans) {
  const known = new Set(spans.map(({ spanId }) => spanId))
  const children = /** @type {Map<string, Span[]>} */ (new Map())
  for (const span of spans) {
    const parent = span.parentId !== undefined && known.has(span.parentId) ? span.parentId : ''
    children.set(parent, [...(children.get(parent) ?? []), span])
  }
  /** @type {(parent: string, depth: number) => { span: Span, depth: number }[]} */
  const walk = (parent, depth) => (children.get(parent) ?? []).flatMap((span) => [{ span, depth }, ...walk(span.spanId, depth + 1)])
  return walk('', 0)
}
