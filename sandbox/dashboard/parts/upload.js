// @ts-check
import { textOf } from '../lib/bytes.js'
import { html, useState } from '../lib/html.js'
import { signIn, useUsers } from '../lib/sign-in.js'
import { Drop } from './drop.js'
import { Panel } from './basics.js'
import { saying } from './toasts.js'

/** Sends files as an application would: signs in, and posts them to the API. @param {{ state: any }} of */
export function Upload({ state }) {
  const targets = state.apis.flatMap((/** @type {any} */ api) => api.routes.filter((/** @type {any} */ { key }) => key.startsWith('POST ')).map((/** @type {any} */ route) => ({ api, route })))
  const users = useUsers()
  const [user, setUser] = useState('')
  const target = targets[0]
  if (!target) return undefined
  const chosen = users.find(({ email }) => email === user) ?? users[0]
  const upload = async (/** @type {File[]} */ files) => {
    for (const file of files) await saying(`${file.name} is uploaded`, () => post(target, state, chosen, file))
  }
  return html`<${Panel} title="Upload">
    <div class="bar"><label>As <select value=${chosen?.email} onChange=${(/** @type {any} */ event) => setUser(event.target.value)}>${users.map(({ email }) => html`<option>${email}</option>`)}</select></label>
      <span class="muted mono wrap">${target.route.key} → ${target.api.name}</span></div>
    <${Drop} label="Drop text files here, or choose them" onFiles=${upload} />
  <//>`
}

/** @param {any} target @param {any} state @param {any} user @param {File} file */
async function post({ api, route }, state, user, file) {
  const content = textOf(new Uint8Array(await file.arrayBuffer()))
  if (content === undefined) throw new Error(`${file.name} is no text, and this route takes text: put it into a bucket instead.`)
  await request(state, { api, route, user, body: JSON.stringify({ filename: file.name, content }) })
}

/** Posts a body with a fresh token of a user, as an application does. @param {any} state @param {{ api: any, route: any, user: any, body: string }} what */
export async function request(state, { api, route, user, body }) {
  const headers = /** @type {Record<string, string>} */ ({ 'content-type': 'application/json' })
  if (route.authorization === 'JWT') headers['authorization'] = `Bearer ${(await signIn(state, api, route, user)).AccessToken}`
  const [method, path] = route.key.split(' ')
  const response = await fetch(`/_aws/execute-api/${api.id}${path}`, { method, headers, body })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status}: ${text}`)
  return text
}

