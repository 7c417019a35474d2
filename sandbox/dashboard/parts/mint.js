// @ts-check
import { send } from '../lib/api.js'
import { html, useState } from '../lib/html.js'
import { useTask } from '../lib/load.js'
import { passwordSignIn, useUsers } from '../lib/sign-in.js'
import { decode } from '../lib/token.js'
import { Panel, Problem } from './basics.js'

/** Tokens: by a sign-in, or with any claims under a pool's own signature. @param {{ state: any, onToken: (token: string) => void }} of */
export function Mint({ state, onToken }) {
  const clients = state.pools.flatMap((/** @type {any} */ pool) => pool.clients.map((/** @type {any} */ client) => ({ pool, client })))
  const demo = useUsers()
  const [typed, setTyped] = useState(/** @type {Record<string, string>} */ ({}))
  const [claims, setClaims] = useState('')
  const [run, { busy, error }] = useTask()
  const client = typed['client'] ?? clients[0]?.client.id ?? ''
  const user = typed['user'] ?? demo[0]?.email ?? ''
  const password = typed['password'] ?? demo.find(({ email }) => email === user)?.password ?? ''
  const set = (/** @type {string} */ name) => (/** @type {any} */ event) => setTyped({ ...typed, [name]: event.target.value })
  const signIn = (/** @type {'AccessToken' | 'IdToken'} */ kind) => run(async () => {
    const token = (await passwordSignIn(client, user, password))[kind]
    setClaims(JSON.stringify(decode(token)?.claims, undefined, 2))
    onToken(token)
  })
  const sign = () => run(async () => {
    const pool = clients.find((/** @type {any} */ one) => one.client.id === client)?.pool.id
    onToken((await send('POST', '/_sandbox/cognito/sign', JSON.stringify({ pool, claims: JSON.parse(claims) }))).token)
  })
  return html`<${Panel} title="Mint a token">
    <form class="stack" onSubmit=${(/** @type {Event} */ event) => [event.preventDefault(), signIn('AccessToken')]}>
      <div class="bar">
        <label>User <input list="demo-users" value=${user} onInput=${set('user')} autocomplete="off" /></label><datalist id="demo-users">${demo.map(({ email }) => html`<option value=${email}></option>`)}</datalist>
        <label>Password <input value=${password} onInput=${set('password')} autocomplete="off" /></label>
        <label>Client <select value=${client} onChange=${set('client')}>${clients.map((/** @type {any} */ one) => html`<option value=${one.client.id}>${one.client.name}</option>`)}</select></label>
      </div>
      <div class="bar"><button class="main" disabled=${busy || client === ''}>Access token</button><button type="button" disabled=${busy || client === ''} onClick=${() => signIn('IdToken')}>ID token</button></div>
    </form>
    <${Problem} error=${error} />
    ${claims !== '' && html`<div class="stack"><label>Claims: edit them, and have them signed by the pool<textarea rows="12" spellcheck=${false} value=${claims} onInput=${(/** @type {any} */ event) => setClaims(event.target.value)}></textarea></label>
      <div class="bar"><button type="button" disabled=${busy} onClick=${sign}>Sign these claims</button></div></div>`}
  <//>`
}
