// @ts-check
import { html } from '../lib/html.js'
import { Store, useStore } from '../lib/store.js'

/** @type {Store<{ id: number, text: string, isBad: boolean }[]>} */
const toasts = new Store(/** @type {{ id: number, text: string, isBad: boolean }[]} */ ([]))
let next = 0

/** Says for a few seconds what came of something. @param {string} text @param {boolean} [isBad] */
export function say(text, isBad = false) {
  const id = ++next
  toasts.value = [...toasts.value, { id, text, isBad }]
  setTimeout(() => (toasts.value = toasts.value.filter((toast) => toast.id !== id)), isBad ? 12_000 : 5000)
}

/** Runs a task and says how it went. @param {string} done @param {() => Promise<unknown>} task */
export async function saying(done, task) {
  try {
    await task()
    say(done)
    return true
  } catch (error) {
    say(/** @type {Error} */ (error).message, true)
    return false
  }
}

export function Toasts() {
  const all = useStore(toasts)
  return html`<div class="toasts" role="status" aria-live="polite">${all.map(({ id, text, isBad }) => html`<p key=${id} class=${isBad ? 'bad' : ''}>${text}</p>`)}</div>`
}
