// @ts-check
import { get } from '../lib/api.js'
import { clockTime, lastOf, plural } from '../lib/format.js'
import { html, useEffect, useMemo, useState } from '../lib/html.js'
import { onSpan } from '../lib/live.js'
import { useLoaded } from '../lib/load.js'
import { Badge, Empty, Panel, Problem, Table } from '../parts/basics.js'
import { Decisions } from '../parts/decisions.js'
import { Dialog } from '../parts/dialog.js'
import { Why } from '../parts/why.js'

const MOST = 300

/** Calls about which IAM was asked, the denied ones first. */
export function Iam() {
  const { value, error, again } = useLoaded(() => get('journal'))
  const [text, setText] = useState('')
  const [shown, setShown] = useState('all')
  const [chosen, choose] = useState(/** @type {any} */ (undefined))
  useEffect(() => {
    let timer = 0
    const stop = onSpan(({ decisions }) => decisions && (timer ||= setTimeout(() => [again(), (timer = 0)], 700)))
    return () => [stop(), clearTimeout(timer)]
  }, [again])
  const asked = useMemo(() => /** @type {any[]} */ (value?.entries ?? []).filter((entry) => entry.decided?.length > 0).reverse(), [value])
  const found = asked.filter((entry) => (shown === 'all' || isDenied(entry) === (shown === 'denied')) && fits(entry, text.toLowerCase()))
  const sorted = [...found.filter(isDenied), ...found.filter((entry) => !isDenied(entry))]
  return html`
    <h1>IAM decisions</h1>
    <${Panel} title=${`${plural(asked.filter(isDenied).length, 'denial')} in ${plural(asked.length, 'decision')}`} tools=${html`
      <label class="check">Search <input type="search" value=${text} onInput=${(/** @type {any} */ event) => setText(event.target.value)} /></label>
      <div class="choices" role="group" aria-label="Show">${['all', 'denied', 'allowed'].map((one) => html`<button type="button" aria-pressed=${shown === one} onClick=${() => setShown(one)}>${one}</button>`)}</div>`}>
      <${Problem} error=${error} />
      ${value && sorted.length === 0 && html`<${Empty}>${asked.length === 0 ? 'IAM has not been asked yet: the root user needs no policy.' : 'Nothing fits.'}<//>`}
      ${sorted.length > 0 && html`<${Table} label="Decisions" heads=${['Time', 'Decision', 'Action', 'Resource', 'Who']}>${sorted.slice(0, MOST).map((entry) => {
        const last = entry.decided.find((/** @type {any} */ one) => one.decision !== 'allow') ?? entry.decided.at(-1)
        return html`<tr key=${entry.requestId + entry.time + last.action}><td class="muted">${clockTime(entry.time)}</td><td><${Badge} tone=${isDenied(entry) ? 'bad' : 'ok'}>${isDenied(entry) ? (last.audited ? 'denied (audit)' : 'denied') : 'allowed'}<//></td>
          <td class="mono"><button type="button" class="plain mono" onClick=${() => choose(entry)}>${last.action}</button></td><td class="mono line"><span title=${last.resource}>${last.resource}</span></td><td class="mono">${lastOf(entry.principal)}</td></tr>`
      })}<//>`}
      ${sorted.length > MOST && html`<p class="muted">The first ${MOST} of ${sorted.length}.</p>`}
    <//>
    ${chosen && html`<${Dialog} title=${`${chosen.service}:${chosen.operation}`} onClose=${() => choose(undefined)}><p class="wrap"><code>${chosen.principal}</code></p><${Decisions} decisions=${chosen.decided} />${isDenied(chosen) && html`<${Why} requestId=${chosen.requestId} />`}<//>`}
  `
}

/** @param {any} entry */
const isDenied = (entry) => entry.decided.some((/** @type {any} */ { decision }) => decision !== 'allow')

/** @param {any} entry @param {string} text */
const fits = (entry, text) => text === '' || [entry.principal, entry.requestId, ...entry.decided.flatMap((/** @type {any} */ one) => [one.action, one.resource])].some((one) => one.toLowerCase().includes(text))
