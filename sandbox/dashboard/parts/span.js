// @ts-check
import { clockTime, dateTime, duration } from '../lib/format.js'
import { html } from '../lib/html.js'
import { link } from '../lib/route.js'
import { Badge, Facts, Panel } from './basics.js'
import { Decisions } from './decisions.js'
import { Replay } from './replay.js'

/** @typedef {import('../lib/live.js').Span} Span */

/** All that is known of one span. @param {{ span: Span }} of */
export function SpanDetails({ span }) {
  const { attributes, error, decisions = [], logs, links = [] } = span
  return html`
    <${Panel} title=${span.name} tools=${html`<${Badge}>${span.kind}<//><${Replay} span=${span} />`}>
      ${error && html`<p class="problem"><strong>${error.code}</strong> ${error.message}</p>`}
      <${Facts} facts=${[
        ['Took', duration(span.duration_ms)], ['Began', dateTime(span.start)], ['Who', span.principal && html`<code>${span.principal}</code>`],
        ['Request id', span.requestId && html`<code>${span.requestId}</code>`],
        ...Object.entries(attributes).map(([name, value]) => /** @type {const} */ ([name, valueOf(name, value, attributes)])),
      ]} />
      ${links.length > 0 && html`<p>In one batch with ${links.map(({ traceId }) => html`<a class="mono" href=${link('timeline', traceId)}>${traceId.slice(-8)}</a> `)}</p>`}
      ${decisions.length > 0 && html`<div class="stack"><h3>What IAM decided</h3><${Decisions} decisions=${decisions} /></div>`}
      ${logs && html`<div class="stack"><h3>Log</h3>
        <pre tabindex="0" role="region" aria-label="Log lines">${logs.lines.map(({ time, message }) => `${clockTime(time)}  ${message.trimEnd()}\n`).join('')}${logs.left > 0 ? `… ${logs.left} more lines` : ''}</pre>
        <p class="muted wrap">${logs.group} · ${logs.stream}</p></div>`}
    <//>
  `
}

/** With a way to what it names. @param {string} name @param {string | number | boolean} value @param {Span['attributes']} all */
function valueOf(name, value, all) {
  const text = String(value)
  if (name === 'key' && all['bucket']) return html`<a href=${link('objects', String(all['bucket']), text)}>${text}</a>`
  if (name === 'bucket') return html`<a href=${link('objects', text)}>${text}</a>`
  if (name === 'stream') return html`<a href=${link('streams', text)}>${text}</a>`
  if (name === 'function') return html`<a href=${link('functions', text)}>${text}</a>`
  return html`<code>${text}</code>`
}
