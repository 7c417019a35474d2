// @ts-check
import { html, useEffect, useRef } from '../lib/html.js'

/** Over the page, until it is closed: with Esc, too. @param {{ title: string, onClose: () => void, children: unknown }} of */
export function Dialog({ title, onClose, children }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null))
  useEffect(() => {
    element.current?.showModal()
  }, [])
  return html`
    <dialog ref=${element} aria-label=${title} onClose=${onClose}>
      <header><h2>${title}</h2><button type="button" class="plain" aria-label="Close" onClick=${() => element.current?.close()}>✕</button></header>
      ${children}
    </dialog>
  `
}
