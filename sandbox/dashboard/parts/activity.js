// @ts-check
import uPlot from 'uplot'
import { html, useEffect, useRef } from '../lib/html.js'

const STEP_S = 15
const STEPS = 60

/** How many requests began, and how many of these failed, in the last quarter of an hour. @param {{ traces: import('../lib/live.js').Trace[] }} of */
export function Activity({ traces }) {
  const frame = useRef(/** @type {HTMLDivElement | null} */ (null))
  const plot = useRef(/** @type {any} */ (undefined))
  const data = series(traces)
  useEffect(() => {
    const element = /** @type {HTMLDivElement} */ (frame.current)
    const colour = (/** @type {string} */ name) => () => getComputedStyle(element).getPropertyValue(name)
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' }
    const step = /** @type {any} */ (uPlot).paths.bars({ size: [0.8] })
    plot.current = new uPlot({
      width: element.clientWidth, height: 130, legend: { show: false }, cursor: { show: false }, padding: [8, 16, 0, 0],
      axes: [{ ...axis, size: 22, values: (/** @type {any} */ _, /** @type {number[]} */ all) => all.map((at) => new Date(at * 1000).toTimeString().slice(0, 5)) }, { ...axis, size: 34, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] }],
      scales: { y: { range: (/** @type {any} */ _, /** @type {number} */ _low, /** @type {number} */ high) => [0, Math.max(4, high)] } },
      series: [{}, { fill: colour('--accent'), stroke: colour('--accent'), paths: step, points: { show: false } }, { fill: colour('--bad'), stroke: colour('--bad'), paths: step, points: { show: false } }],
    }, data, element)
    const observer = new ResizeObserver(() => plot.current.setSize({ width: element.clientWidth, height: 130 }))
    observer.observe(element)
    const redraw = new MutationObserver(() => plot.current.redraw())
    redraw.observe(document.documentElement, { attributes: true })
    return () => [observer.disconnect(), redraw.disconnect(), plot.current.destroy()]
  }, [])
  useEffect(() => plot.current?.setData(data), [traces])
  const [, all, failed] = data
  const sum = (/** @type {number[]} */ numbers) => numbers.reduce((total, one) => total + one, 0)
  return html`<figure class="activity"><div ref=${frame} aria-hidden="true"></div>
    <figcaption><span class="swatch"></span> ${sum(all)} begun <span class="swatch bad"></span> ${sum(failed)} with an error, in 15 minutes</figcaption></figure>`
}

/** @param {import('../lib/live.js').Trace[]} traces @returns {[number[], number[], number[]]} */
function series(traces) {
  const end = Math.ceil(Date.now() / 1000 / STEP_S) * STEP_S
  const first = end - STEP_S * STEPS
  const all = Array(STEPS).fill(0)
  const failed = Array(STEPS).fill(0)
  for (const { start, status } of traces) {
    const at = Math.floor((start / 1000 - first) / STEP_S)
    if (at < 0 || at >= STEPS) continue
    all[at]++
    if (status === 'error') failed[at]++
  }
  return [all.map((_, index) => first + index * STEP_S), all, failed]
}
