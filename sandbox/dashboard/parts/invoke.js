// @ts-check
import { call } from '../lib/api.js'
import { base64, bytesOf } from '../lib/bytes.js'
import { html, useState } from '../lib/html.js'
import { useTask } from '../lib/load.js'
import { Badge, Panel, Problem } from './basics.js'
import { Content } from './content.js'

/** @param {{ name: string }} of */
export function Invoke({ name }) {
  const saved = `event ${name}`
  const [event, setEvent] = useState(sessionStorage.getItem(saved) ?? '{}')
  const [answer, setAnswer] = useState(/** @type {any} */ (undefined))
  const [run, { busy, error }] = useTask()
  const invoke = () => run(async () => {
    JSON.parse(event)
    sessionStorage.setItem(saved, event)
    setAnswer(undefined)
    setAnswer(await call('lambda', 'Invoke', { FunctionName: name, Payload: base64(event), LogType: 'Tail' }))
  })
  return html`<${Panel} title="Invoke">
    <form class="stack" onSubmit=${(/** @type {Event} */ submitted) => [submitted.preventDefault(), invoke()]}>
      <label>Event (JSON)<textarea rows="8" spellcheck=${false} value=${event} onInput=${(/** @type {any} */ typed) => setEvent(typed.target.value)}></textarea></label>
      <div class="bar"><button class="main" disabled=${busy}>${busy ? 'Running …' : 'Invoke'}</button></div>
    </form>
    <${Problem} error=${error} />
    ${answer && html`<div class="stack"><p><${Badge} tone=${answer.FunctionError ? 'bad' : 'ok'}>${answer.FunctionError ?? `Status ${answer.StatusCode}`}<//></p><${Content} bytes=${bytesOf(answer.Payload)} label="answer" /></div>`}
  <//>`
}
