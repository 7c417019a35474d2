// @ts-check
import { call } from '../lib/api.js'
import { clockTime } from '../lib/format.js'
import { html, useEffect, useLayoutEffect, useRef, useState } from '../lib/html.js'
import { onSpan } from '../lib/live.js'
import { useLoaded } from '../lib/load.js'
import { Empty, Panel, Problem } from './basics.js'

const MOST = 500
const BACK_MS = 3_600_000

/** The last hour's lines of a function's log group, and those that come. @param {{ group: string, name: string }} of */
export function LogTail({ group, name }) {
  const [text, setText] = useState('')
  const frame = useRef(/** @type {HTMLPreElement | null} */ (null))
  const { value, error, again } = useLoaded(() => linesOf(group), [group])
  useEffect(() => {
    let timer = 0
    const stop = onSpan((span) => span.kind === 'invocation' && (span.name === name || span.attributes['function'] === name) && (timer ||= setTimeout(() => [again(), (timer = 0)], 300)))
    return () => [stop(), clearTimeout(timer)]
  }, [again])
  const shown = (value ?? []).filter(({ message }) => message.toLowerCase().includes(text.toLowerCase()))
  useLayoutEffect(() => {
    if (frame.current) frame.current.scrollTop = frame.current.scrollHeight
  }, [value])
  return html`<${Panel} title="Log" tools=${html`<label class="check">Search <input type="search" value=${text} onInput=${(/** @type {any} */ event) => setText(event.target.value)} /></label>`}>
    <${Problem} error=${error} />
    ${value && shown.length === 0 ? html`<${Empty}>${value.length === 0 ? 'No line in the last hour.' : 'Nothing fits.'}<//>` : html`<pre class="log" ref=${frame} tabindex="0" role="log" aria-label="Log lines">${shown.map(({ id, time, message }) => html`<span key=${id} class=${toneOf(message)}><time>${clockTime(time)}</time> ${message}${'\n'}</span>`)}</pre>`}
  <//>`
}

/** @param {string} message */
const toneOf = (message) => (/\b(ERROR|Error|Task timed out|Runtime exited)\b/.test(message) ? 'bad' : /^(START|END|REPORT|INIT_START)\b/.test(message) ? 'muted' : '')

/** @param {string} logGroupName @returns {Promise<{ id: string, time: number, message: string }[]>} */
async function linesOf(logGroupName) {
  try {
    const { now } = await fetch('/_sandbox/clock').then((response) => response.json())
    const startTime = (now ? Date.parse(now) : Date.now()) - BACK_MS
    let all = /** @type {any[]} */ ([])
    let nextToken = /** @type {string | undefined} */ (undefined)
    do {
      const page = /** @type {any} */ (await call('logs', 'FilterLogEvents', { logGroupName, startTime, ...(nextToken ? { nextToken } : {}) }))
      all = [...all, ...(page.events ?? [])].slice(-MOST)
      nextToken = page.nextToken
    } while (nextToken)
    return all.map(({ eventId, timestamp, message }) => ({ id: eventId, time: timestamp, message: message.trimEnd() }))
  } catch (error) {
    // Lambda makes the group at the first invocation.
    if (/** @type {any} */ (error).code === 'ResourceNotFoundException') return []
    throw error
  }
}
