// @ts-check
import { call, get } from '../lib/api.js'
import { dateTime } from '../lib/format.js'
import { html, useState } from '../lib/html.js'
import { useLoaded } from '../lib/load.js'
import { Badge, Empty, Panel, Problem, Table } from '../parts/basics.js'
import { Mint } from '../parts/mint.js'
import { TokenDecoder } from '../parts/token.js'

export function Users() {
  const { value: state, error } = useLoaded(() => get('state'))
  const [token, setToken] = useState('')
  const pools = /** @type {any[]} */ (state?.pools ?? [])
  return html`
    <h1>Users</h1>
    <${Problem} error=${error} />
    ${state && pools.length === 0 && html`<div class="panel"><${Empty}>There is no user pool in this account and region.<//></div>`}
    ${pools.map((pool) => html`<${Pool} key=${pool.id} pool=${pool} />`)}
    ${state && html`<div class="pair"><${Mint} state=${state} onToken=${setToken} /><${TokenDecoder} state=${state} token=${token} onToken=${setToken} /></div>`}
  `
}

/** @param {{ pool: any }} of */
function Pool({ pool }) {
  const { value, error } = useLoaded(() => call('cognito', 'ListUsers', { UserPoolId: pool.id }), [pool.id])
  const users = /** @type {any[]} */ (value?.Users ?? [])
  const attribute = (/** @type {any} */ user, /** @type {string} */ name) => user.Attributes?.find((/** @type {any} */ { Name }) => Name === name)?.Value
  return html`<${Panel} title=${pool.name} tools=${html`<code class="muted">${pool.id}</code>`}>
    <${Problem} error=${error} />
    ${value && users.length === 0 && html`<${Empty}>Nobody is in this pool.<//>`}
    ${users.length > 0 && html`<${Table} label=${`Users of ${pool.name}`} heads=${['Email', 'Name', 'Status', 'Username', 'Since']}>${users.map((user) => html`<tr key=${user.Username}>
      <td>${attribute(user, 'email')}</td><td>${attribute(user, 'name')}</td><td><${Badge} tone=${user.UserStatus === 'CONFIRMED' && user.Enabled ? 'ok' : 'warn'}>${user.Enabled ? user.UserStatus : 'DISABLED'}<//></td><td class="mono muted">${user.Username}</td><td class="muted">${dateTime(user.UserCreateDate)}</td></tr>`)}<//>`}
  <//>`
}
