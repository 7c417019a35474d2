// @ts-check
import { html } from '../lib/html.js'
import { Badge } from './basics.js'

const WORDS = /** @type {Record<string, string>} */ ({ allow: 'allowed', explicitDeny: 'denied by a statement', implicitDeny: 'not allowed by any' })

/** What was asked, what was said, and the statements that said so. @param {{ decisions: import('../lib/live.js').Decision[] }} of */
export const Decisions = ({ decisions }) => html`<ul class="decisions">${decisions.map((one) => html`
  <li><p><${Badge} tone=${one.decision === 'allow' ? 'ok' : 'bad'}>${WORDS[one.decision] ?? one.decision}<//> ${one.audited && html`<${Badge} tone="warn">let pass: audit<//>`} <code>${one.action}</code></p>
    <p class="muted wrap"><code>${one.resource}</code></p>
    ${one.reason && html`<p class="wrap">${one.reason}</p>`}
    ${one.statements.length > 0 && html`<details><summary>${one.statements.length} statement${one.statements.length === 1 ? '' : 's'} about it</summary><pre tabindex="0" role="region" aria-label="Statements">${JSON.stringify(one.statements, undefined, 2)}</pre></details>`}
  </li>`)}</ul>`
