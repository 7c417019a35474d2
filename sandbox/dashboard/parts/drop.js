// @ts-check
import { html, useRef, useState } from '../lib/html.js'

/** A place for files: dropped, or chosen with the keyboard or a click. @param {{ label: string, onFiles: (files: File[]) => void }} of */
export function Drop({ label, onFiles }) {
  const input = useRef(/** @type {HTMLInputElement | null} */ (null))
  const [isOver, setOver] = useState(false)
  const take = (/** @type {FileList | null | undefined} */ files) => files && files.length > 0 && onFiles([...files])
  return html`
    <div class=${`drop ${isOver ? 'over' : ''}`}
      onDragOver=${(/** @type {DragEvent} */ event) => [event.preventDefault(), setOver(true)]}
      onDragLeave=${() => setOver(false)}
      onDrop=${(/** @type {DragEvent} */ event) => [event.preventDefault(), setOver(false), take(event.dataTransfer?.files)]}>
      <button type="button" onClick=${() => input.current?.click()}>${label}</button>
      <input ref=${input} type="file" multiple class="hidden" tabindex="-1" aria-label=${label} onChange=${(/** @type {any} */ event) => [take(event.target.files), (event.target.value = '')]} />
    </div>
  `
}
