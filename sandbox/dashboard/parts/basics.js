// @ts-check
import { html } from '../lib/html.js'

const SIGNS = { ok: '●', error: '▲', running: '◌' }

/** Told by form and word as well as by colour. @param {{ status: 'ok' | 'error' | 'running' | string }} of */
export function Status({ status }) {
  return html`<span class=${`status ${status}`}><span aria-hidden="true">${/** @type {Record<string, string>} */ (SIGNS)[status] ?? '●'}</span><span class="hidden">${status}</span></span>`
}

/** @param {{ tone?: string, children: unknown }} of */
export const Badge = ({ tone = '', children }) => html`<span class=${`badge ${tone}`}>${children}</span>`

/** @param {{ error: Error | undefined }} of */
export const Problem = ({ error }) => error && html`<p class="problem" role="alert">${error.message}</p>`

/** @param {{ children: unknown }} of */
export const Empty = ({ children }) => html`<p class="empty">${children}</p>`

/** Names and values, those without a value left out. @param {{ facts: (readonly [string, unknown])[], isLong?: boolean }} of */
export const Facts = ({ facts, isLong = false }) => html`
  <dl class=${isLong ? 'facts long' : 'facts'}>${facts.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
`

/** A part of a page with a heading. @param {{ title: string, tools?: unknown, children: unknown, class?: string }} of */
export const Panel = ({ title, tools, children, class: name = '' }) => html`
  <section class=${`panel ${name}`} aria-label=${title}><header><h2>${title}</h2>${tools && html`<div class="tools">${tools}</div>`}</header>${children}</section>
`

/** A scrolled table: its frame can be reached by keyboard. @param {{ label: string, heads: unknown[], children: unknown }} of */
export const Table = ({ label, heads, children }) => html`
  <div class="scroll" role="region" aria-label=${label} tabindex="0"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${children}</tbody></table></div>
`
