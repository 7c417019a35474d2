// @ts-check
import { html, useEffect, useLayoutEffect, useRef, useState } from '../lib/html.js'

const ROW_PX = 34
const BESIDE = 8

/**
 * A list of any length of which only what is in view is in the document. Arrow keys, Page Up and Down, Home and End
 * move; the chosen one is told by `aria-activedescendant`.
 * @template T
 * @param {{ label: string, items: T[], idOf: (item: T) => string, selected: string | undefined, onSelect: (item: T) => void, row: (item: T) => unknown }} of
 */
export function VirtualList({ label, items, idOf, selected, onSelect, row }) {
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null))
  const [view, setView] = useState({ top: 0, height: 600 })
  const look = () => {
    if (frame.current) setView({ top: frame.current.scrollTop, height: frame.current.clientHeight })
  }
  useLayoutEffect(look, [])
  useEffect(() => {
    const observer = new ResizeObserver(look)
    if (frame.current) observer.observe(frame.current)
    return () => observer.disconnect()
  }, [])
  const first = Math.max(0, Math.floor(view.top / ROW_PX) - BESIDE)
  const last = Math.min(items.length, Math.ceil((view.top + view.height) / ROW_PX) + BESIDE)
  const at = items.findIndex((item) => idOf(item) === selected)

  /** @param {number} index */
  const select = (index) => {
    const item = items[Math.min(items.length - 1, Math.max(0, index))]
    if (item === undefined || !frame.current) return
    const top = items.indexOf(item) * ROW_PX
    if (top < frame.current.scrollTop) frame.current.scrollTop = top
    else if (top + ROW_PX > frame.current.scrollTop + frame.current.clientHeight) frame.current.scrollTop = top + ROW_PX - frame.current.clientHeight
    onSelect(item)
  }
  /** @param {KeyboardEvent} event */
  const move = (event) => {
    const page = Math.max(1, Math.floor(view.height / ROW_PX) - 1)
    const steps = /** @type {Record<string, number>} */ ({ ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), PageDown: at + page, PageUp: at - page, Home: 0, End: items.length - 1 })
    const to = steps[event.key]
    if (to === undefined) return
    event.preventDefault()
    select(to)
  }
  return html`
    <div class="virtual" role="listbox" aria-label=${label} tabindex="0" ref=${frame} onScroll=${look} onKeyDown=${move}
      aria-activedescendant=${at >= first && at < last ? `row-${selected}` : undefined}>
      <div class="rows" role="presentation" style=${{ height: `${items.length * ROW_PX}px` }}>
        ${items.slice(first, last).map((item, index) => html`
          <div key=${idOf(item)} id=${`row-${idOf(item)}`} class="row" role="option" aria-selected=${idOf(item) === selected}
            aria-setsize=${items.length} aria-posinset=${first + index + 1}
            style=${{ transform: `translateY(${(first + index) * ROW_PX}px)` }} onClick=${() => onSelect(item)}>${row(item)}</div>
        `)}
      </div>
    </div>
  `
}
