// @ts-check
import { depths, kindName, touched } from '../lib/graph.js'
import { html, useEffect, useLayoutEffect, useMemo, useRef, useState } from '../lib/html.js'
import { onSpan } from '../lib/live.js'

const BOX = { width: 144, height: 62 }
const GAP = { column: 30, row: 22 }
const MINUTE_MS = 60_000
const PULSE_MS = 1600

/** @typedef {import('../lib/graph.js').Graph} Graph @typedef {import('../lib/live.js').Span} Span */

/** The pipeline's parts with what flows between them now. @param {{ graph: Graph, recent: Span[] }} of */
export function Topology({ graph, recent }) {
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null))
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const observer = new ResizeObserver(() => setWidth(frame.current?.clientWidth ?? 0))
    if (frame.current) observer.observe(frame.current)
    return () => observer.disconnect()
  }, [])
  const layout = useMemo(() => place(graph, width), [graph, width])
  const { counts, flowing } = useFlow(graph, recent)
  const common = useMemo(() => commonStart(graph.nodes.map(({ name }) => name)), [graph])
  const at = new Map(layout.boxes.map((box) => [box.node.id, box]))
  return html`
    <div class="topology" ref=${frame} style=${{ height: `${layout.height}px` }}>
      <svg width=${layout.width} height=${layout.height} aria-hidden="true">
        ${graph.edges.map((edge) => {
          const key = `${edge.from} ${edge.to}`
          return html`<path key=${key} d=${curve(at.get(edge.from), at.get(edge.to), layout.isUpright)} class=${`edge ${edge.isOff ? 'off' : ''} ${flowing.has(key) ? 'flows' : ''}`} />`
        })}
      </svg>
      <ul>
        ${layout.boxes.map(({ node, x, y, width: wide }) => html`
          <li key=${node.id} style=${{ transform: `translate(${x}px, ${y}px)`, width: `${wide}px` }}>
            <a class=${`node ${node.kind}`} href=${node.href} title=${node.name} data-node=${node.id}>
              <span class="kind">${kindName(node.kind)}<span class="count">${counts.get(node.id) ? `${counts.get(node.id)}/min` : ''}</span></span>
              <strong>${shortName(node.name, common)}</strong>
              <span class="muted">${node.detail}</span>
              <span class="hidden">${[...graph.edges.filter(({ from }) => from === node.id).map(({ to }) => `leads to ${to.replace(':', ' ')}`)].join(', ')}</span>
            </a>
          </li>
        `)}
      </ul>
    </div>
  `
}

/** What most names begin with, up to a hyphen: the stack's name. @param {string[]} names */
function commonStart(names) {
  const starts = names.flatMap((name) => [...name.matchAll(/-/g)].map(({ index }) => name.slice(0, index + 1)))
  const counts = Map.groupBy(starts, (start) => start)
  const most = [...counts].filter(([, all]) => all.length > 2 && all.length >= names.length / 2).map(([start]) => start)
  return most.sort((a, b) => b.length - a.length)[0] ?? ''
}

/** Without the stack's name before, and the account behind. @param {string} name @param {string} common */
const shortName = (name, common) => (common !== '' && name.startsWith(common) ? name.slice(common.length) : name).replace(/-\d{12}$/, '')

/** From left to right where there is room, else from top to bottom. @param {Graph} graph @param {number} available */
function place(graph, available) {
  const depth = depths(graph)
  const levels = /** @type {import('../lib/graph.js').Node[][]} */ ([])
  for (const node of graph.nodes) (levels[depth.get(node.id) ?? 0] ??= []).push(node)
  const rows = levels.filter(Boolean)
  const isUpright = rows.length * (BOX.width + GAP.column) - GAP.column > available
  const most = Math.max(1, ...rows.map((level) => level.length))
  if (isUpright) {
    const boxes = rows.flatMap((level, index) => {
      const width = Math.min(BOX.width, (available - (level.length - 1) * 8) / level.length)
      const left = (available - level.length * width - (level.length - 1) * 8) / 2
      return level.map((node, i) => ({ node, width, x: left + i * (width + 8), y: index * (BOX.height + 34) }))
    })
    return { boxes, isUpright, width: available, height: Math.max(0, rows.length * (BOX.height + 34) - 34) }
  }
  const height = most * (BOX.height + GAP.row) - GAP.row
  const gap = rows.length > 1 ? Math.min(120, (available - rows.length * BOX.width) / (rows.length - 1)) : 0
  const boxes = rows.flatMap((level, column) => {
    const top = (height - (level.length * (BOX.height + GAP.row) - GAP.row)) / 2
    return level.map((node, i) => ({ node, width: BOX.width, x: column * (BOX.width + gap), y: top + i * (BOX.height + GAP.row) }))
  })
  return { boxes, isUpright, width: available, height }
}

/** @param {any} from @param {any} to @param {boolean} isUpright */
function curve(from, to, isUpright) {
  if (!from || !to) return ''
  if (isUpright) {
    const [x1, y1, x2, y2] = [from.x + from.width / 2, from.y + BOX.height, to.x + to.width / 2, to.y]
    return `M${x1} ${y1} C${x1} ${y1 + 20} ${x2} ${y2 - 20} ${x2} ${y2}`
  }
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + BOX.height / 2, to.x, to.y + BOX.height / 2]
  const bend = Math.max(24, (x2 - x1) / 2)
  return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`
}

/** `api:` is any API. @param {string} id @param {string} wanted */
const isAt = (id, wanted) => (wanted.endsWith(':') ? id.startsWith(wanted) : id === wanted)

/** Counts of the last minute, and the edges along which something went just now. @param {Graph} graph @param {Span[]} recent */
function useFlow(graph, recent) {
  const [state, setState] = useState({ counts: /** @type {Map<string, number>} */ (new Map()), flowing: /** @type {Set<string>} */ (new Set()) })
  useEffect(() => {
    const times = /** @type {Map<string, number[]>} */ (new Map())
    const pulses = /** @type {Map<string, number>} */ (new Map())
    let timer = 0
    const count = (/** @type {Span} */ span, /** @type {number} */ now) => {
      const { node, from, to } = touched(span)
      if (node) times.set(node, [...(times.get(node) ?? []), now])
      if (from && to) for (const edge of graph.edges) if (isAt(edge.to, to) && isAt(edge.from, from)) pulses.set(`${edge.from} ${edge.to}`, now)
      timer ||= setTimeout(show, 80)
    }
    const show = () => {
      const now = Date.now()
      for (const [id, all] of times) times.set(id, all.filter((at) => at > now - MINUTE_MS))
      for (const [key, at] of pulses) if (at < now - PULSE_MS) pulses.delete(key)
      setState({ counts: new Map([...times].map(([id, all]) => [id, all.length])), flowing: new Set(pulses.keys()) })
      timer = [...times.values()].some((all) => all.length > 0) ? setTimeout(show, pulses.size > 0 ? 400 : 2000) : 0
    }
    for (const span of recent) count(span, span.start)
    const stop = onSpan((span) => count(span, Date.now()))
    return () => [stop(), clearTimeout(timer)]
  }, [graph, recent])
  return state
}
