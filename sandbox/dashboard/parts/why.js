// @ts-check
import { get } from '../lib/api.js'
import { prettyJson } from '../lib/bytes.js'
import { html } from '../lib/html.js'
import { useLoaded } from '../lib/load.js'
import { Problem } from './basics.js'

/** What would let a refused request through. @param {{ requestId: string }} of */
export function Why({ requestId }) {
  const { value, error } = useLoaded(() => get('iam/why', { request: requestId }), [requestId])
  const remedies = /** @type {any[]} */ (value?.call.checks ?? []).flatMap((check) => check.remedies ?? [])
  return html`<div class="stack"><h3>What would let it through</h3>
    <${Problem} error=${error} />
    ${value && remedies.length === 0 && html`<p class="muted">Nothing is known that would, or policies have changed since and now do.</p>`}
    ${remedies.map(({ holder, holderName, policyName, document }) => html`<p class="wrap">This policy ${policyName ? html`<code>${policyName}</code> ` : ''}of the ${holder} <code>${holderName}</code>:</p>
      <pre tabindex="0" role="region" aria-label="What would let it through">${prettyJson(document) ?? document}</pre>`)}
  </div>`
}
