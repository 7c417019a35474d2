// @ts-check
import { can, get } from '../lib/api.js'
import { html } from '../lib/html.js'
import { useLoaded } from '../lib/load.js'
import { Badge } from './basics.js'

/** Why a request was refused, and what would have allowed it. @param {{ requestId: string }} of */
export function Why({ requestId }) {
  const { value } = useLoaded(async () => ((await can('why')) ? get('iam/why', { requestId }) : undefined), [requestId])
  return value ? html`<div class="stack"><h3>Why, and what would allow it <${Badge}>sandbox why<//></h3><pre tabindex="0" role="region" aria-label="Why">${JSON.stringify(value, undefined, 2)}</pre></div>` : undefined
}
