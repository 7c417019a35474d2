// @ts-check
import { address, get, send } from '../lib/api.js'
import { html, useState } from '../lib/html.js'
import { useLoaded } from '../lib/load.js'
import { Empty, Panel, Table } from './basics.js'
import { saying } from './toasts.js'

const EXAMPLE = '{\n  "service": "kinesis",\n  "operation": "PutRecord",\n  "error": "ProvisionedThroughputExceededException",\n  "times": 2\n}'

/** What is made to fail. */
export function Faults() {
  const { value, again } = useLoaded(() => get('faults'))
  const [text, setText] = useState(EXAMPLE)
  if (!value) return undefined
  const faults = /** @type {any[]} */ (value.faults ?? [])
  const add = async () => [await saying('Added', () => send('POST', '/_sandbox/faults', text)), again()]
  const clear = async (/** @type {string | undefined} */ id) => [await saying('Cleared', () => send('DELETE', address('faults', id === undefined ? {} : { id }))), again()]
  return html`<${Panel} title="Faults" tools=${faults.length > 0 && html`<button type="button" onClick=${() => clear(undefined)}>Clear all</button>`}>
    ${faults.length === 0 ? html`<${Empty}>Nothing is made to fail.<//>` : html`<${Table} label="Faults" heads=${['Rule', '']}>${faults.map((fault) => html`<tr key=${fault.id}><td class="mono wrap">${JSON.stringify(fault)}</td><td><button type="button" onClick=${() => clear(fault.id)}>Clear</button></td></tr>`)}<//>`}
    <form class="stack" onSubmit=${(/** @type {Event} */ event) => [event.preventDefault(), add()]}><label>Add a rule (JSON)<textarea rows="6" spellcheck=${false} value=${text} onInput=${(/** @type {any} */ event) => setText(event.target.value)}></textarea></label><div class="bar"><button>Add</button></div></form>
  <//>`
}
