// @ts-check
import { get, place, post, send } from '../lib/api.js'
import { dateTime, duration } from '../lib/format.js'
import { html, useState } from '../lib/html.js'
import { reloadTraces } from '../lib/live.js'
import { useLoaded } from '../lib/load.js'
import { Badge, Facts, Panel, Problem } from '../parts/basics.js'
import { Drop } from '../parts/drop.js'
import { Faults } from '../parts/faults.js'
import { saying } from '../parts/toasts.js'

export function Engine() {
  return html`
    <h1>Engine</h1>
    <div class="pair"><${State} /><div class="stack"><${Clock} /><${Keep} /></div></div>
    <${Faults} />
  `
}

function State() {
  const { value, error } = useLoaded(() => get('health'))
  return html`<${Panel} title="Status"><${Problem} error=${error} />${value && html`<${Facts} facts=${[
    ['Status', html`<${Badge} tone="ok">${value.status}<//>`], ['Engine', value.engine], ['Process', value.pid], ['Endpoint', html`<code>${location.origin}</code>`], ['Account', value.account], ['Region', value.region], ['Services', value.services.join(', ')],
  ]} />`}<//>`
}

const STEPS = /** @type {const} */ ([['1 min', 60_000], ['15 min', 900_000], ['1 h', 3_600_000], ['1 day', 86_400_000]])

function Clock() {
  const { value, error, again } = useLoaded(() => get('clock'))
  const move = async (/** @type {object} */ body) => {
    await saying('The clock is moved', () => post('clock', body))
    again()
  }
  return html`<${Panel} title="Clock"><${Problem} error=${error} />${value && html`
    <${Facts} facts=${[['Shows', dateTime(value.now)], ['It', value.frozen ? html`<${Badge} tone="warn">stands still<//>` : 'runs'], ['Ahead by', Math.abs(value.ahead_ms) < 1000 ? 'nothing' : duration(value.ahead_ms)]]} />
    <div class="bar"><button type="button" onClick=${() => move({ action: value.frozen ? 'resume' : 'freeze' })}>${value.frozen ? 'Resume' : 'Freeze'}</button>
      ${STEPS.map(([word, by_ms]) => html`<button type="button" onClick=${() => move({ action: 'advance', by_ms })}>+ ${word}</button>`)}
      <button type="button" onClick=${() => move({ action: 'reset' })}>Back to now</button></div>`}<//>`
}

function Keep() {
  const { account } = place.value
  const [all, setAll] = useState(account === '')
  const reset = async () => {
    const query = all || account === '' ? '' : `?account=${account}`
    if (confirm(query === '' ? 'Remove all resources of all accounts?' : `Remove all resources of ${account}?`)) await saying('Nothing is left', () => send('POST', `/_sandbox/reset${query}`, '{}'))
    await reloadTraces()
  }
  const restore = async (/** @type {File[]} */ [file]) => {
    if (file && confirm(`Put ${file.name} in place of all there is?`) && (await saying('Restored', () => send('PUT', '/_sandbox/checkpoint', file)))) location.reload()
  }
  return html`<${Panel} title="State">
    <div class="bar"><a class="button" href="/_sandbox/checkpoint" download="sandbox.checkpoint">Save a checkpoint</a></div>
    <${Drop} label="Restore: drop a checkpoint, or choose one" onFiles=${restore} />
    <div class="bar"><button type="button" class="danger" onClick=${reset}>Reset …</button>${account !== '' && html`<label class="check"><input type="checkbox" checked=${all} onChange=${(/** @type {any} */ event) => setAll(event.target.checked)} /> all accounts</label>`}</div>
  <//>`
}
