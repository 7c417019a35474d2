// @ts-check
import { hexOf, prettyJson, textOf } from '../lib/bytes.js'
import { html, useState } from '../lib/html.js'

/** Bytes as text, as indented JSON, or in hex; the best of these first. @param {{ bytes: Uint8Array, label: string }} of */
export function Content({ bytes, label }) {
  const text = textOf(bytes)
  const json = text === undefined ? undefined : prettyJson(text)
  const views = [
    ...(json === undefined ? [] : [{ name: 'JSON', content: json }]),
    ...(text === undefined ? [] : [{ name: 'Text', content: text }]),
    { name: 'Hex', content: hexOf(bytes) },
  ]
  const [chosen, choose] = useState('')
  const shown = views.find(({ name }) => name === chosen) ?? views[0]
  return html`
    <div class="content">
      <div class="choices" role="group" aria-label=${`Show ${label} as`}>
        ${views.map(({ name }) => html`<button type="button" aria-pressed=${name === shown?.name} onClick=${() => choose(name)}>${name}</button>`)}
      </div>
      <${Code} text=${shown?.content ?? ''} label=${label} />
    </div>
  `
}

/** @param {{ text: string, label: string }} of */
export const Code = ({ text, label }) => html`<pre tabindex="0" role="region" aria-label=${label}>${text}</pre>`
