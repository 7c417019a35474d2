// @ts-check
import { post } from '../lib/api.js'
import { dateTime, duration } from '../lib/format.js'
import { html, useEffect, useState } from '../lib/html.js'
import { decode } from '../lib/token.js'
import { Badge, Facts, Panel } from './basics.js'

/** What a token says, and what a route says of it. @param {{ state: any, token: string, onToken: (token: string) => void }} of */
export function TokenDecoder({ state, token, onToken }) {
  const routes = state.apis.flatMap((/** @type {any} */ api) => api.routes.map((/** @type {any} */ route) => ({ value: `${api.id} ${route.key}`, api, route })))
  const [chosen, choose] = useState('')
  const target = routes.find((/** @type {any} */ { value }) => value === chosen) ?? routes.find((/** @type {any} */ { route }) => route.authorization === 'JWT') ?? routes[0]
  const [verdict, setVerdict] = useState(/** @type {any} */ (undefined))
  const bare = token.trim().replace(/^Bearer\s+/i, '')
  useEffect(() => {
    setVerdict(undefined)
    if (!target || bare === '') return
    let isCurrent = true
    post('apigateway/check-token', { api: target.api.id, route: target.route.key, token: bare }).then(
      (answer) => isCurrent && setVerdict(answer), (error) => isCurrent && setVerdict({ allowed: false, reason: error.message }))
    return () => void (isCurrent = false)
  }, [bare, target?.value])
  const said = bare === '' ? undefined : decode(bare)
  return html`<${Panel} title="Would a route take it?">
    <div class="stack">
      <label>Token<textarea rows="4" spellcheck=${false} value=${token} onInput=${(/** @type {any} */ event) => onToken(event.target.value)}></textarea></label>
      <label>Route <select value=${target?.value} onChange=${(/** @type {any} */ event) => choose(event.target.value)}>${routes.map((/** @type {any} */ { value, api, route }) => html`<option value=${value}>${route.key} of ${api.name}</option>`)}</select></label>
      <div aria-live="polite">${verdict && html`<p class="verdict"><${Badge} tone=${verdict.allowed ? 'ok' : 'bad'}>${verdict.allowed ? 'taken' : `refused${verdict.status ? ` with ${verdict.status}` : ''}`}<//> <span class="wrap">${verdict.allowed ? `by ${verdict.authorization}` : (verdict.reason ?? 'there is no token where the authorizer looks for one')}</span></p>`}</div>
      ${bare !== '' && !said && html`<p class="muted">This is no JWT.</p>`}
      ${said && html`<${Facts} facts=${[['Issuer', said.claims.iss], ['Audience', said.claims.aud ?? said.claims.client_id], ['Use', said.claims.token_use], ['Subject', said.claims.sub], ['Issued', said.claims.iat && dateTime(said.claims.iat * 1000)], ['Expires', said.claims.exp && expiry(said.claims.exp * 1000)], ['Scopes', said.claims.scope], ['Key', said.header.kid]]} />
        <pre tabindex="0" role="region" aria-label="Header and claims">${JSON.stringify(said.header, undefined, 2)}${'\n'}${JSON.stringify(said.claims, undefined, 2)}</pre>`}
    </div>
  <//>`
}

/** @param {number} at */
const expiry = (at) => `${dateTime(at)} (${at < Date.now() ? `${duration(Date.now() - at)} ago` : `in ${duration(at - Date.now())}`})`
