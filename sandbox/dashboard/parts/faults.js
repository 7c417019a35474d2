// @ts-check
import { send } from '../lib/api.js'
import { html, useState } from '../lib/html.js'
import { useLoaded } from '../lib/load.js'
import { Empty, Panel, Problem, Table } from './basics.js'
import { saying } from './toasts.js'

const EXAMPLE = '{\n  "service": "kinesis",\n  "operation": "PutRecord",\n  "error": "ProvisionedThroughputExceededException",\n  "times": 2\n}'

const ADDRESS = '/_sandbox/faults'

/** What is made to fail, in whichever account: most rules are for all of them. */
export function Faults() {
  const { value, error, again } = useLoaded(() => send('GET', ADDRESS))
  const [text, setText] = useState(EXAMPLE)
  if (!value) return html`<${Problem} error=${error} />`
  const faults = /** @type {any[]} */ (value.faults ?? [])
  const add = async () => [await saying('Added', () => send('POST', ADDRESS, text)), again()]
  const clear = async (/** @type {string | undefined} */ id) => [await saying('Cleared', () => send('DELETE', id === undefined ? ADDRESS : `${ADDRESS}?id=${id}`)), again()]
  return html`<${Panel} title="Faults" tools=${faults.length > 0 && html`<button type="button" onClick=${() => clear(undefined)}>Clear all</button>`}>
    ${faults.length === 0 ? html`<${Empty}>Nothing is made to fail.<//>` : html`<${Table} label="Faults" heads=${['Rule', '']}>${faults.map((fault) => html`<tr key=${fault.id}><td class="mono wrap">${JSON.stringify(fault)}</td><td><button type="button" onClick=${() => clear(fault.id)}>Clear</button></td></tr>`)}<//>`}
    <form class="stack" onSubmit=${(/** @type {Event} */ event) => [event.preventDefault(), add()]}><label>Add a rule (JSON)<textarea rows="6" spellcheck=${false} value=${text} onInput=${(/** @type {any} */ event) => setText(event.target.value)}></textarea></label><div class="bar"><button>Add</button></div></form>
  <//>`
}
