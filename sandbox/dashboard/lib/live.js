// @ts-check
import { address, get, place } from './api.js'
import { Store } from './store.js'

/**
 * @typedef {object} Span
 * @property {string} traceId
 * @property {string} spanId
 * @property {string} [parentId]
 * @property {string} kind
 * @property {string} name
 * @property {string} service
 * @property {string} account
 * @property {string} region
 * @property {string} principal
 * @property {string} requestId
 * @property {number} start
 * @property {number} [duration_ms]
 * @property {'running' | 'ok' | 'error'} status
 * @property {{ code: string, message: string }} [error]
 * @property {Record<string, string | number | boolean>} attributes
 * @property {Decision[]} [decisions]
 * @property {{ traceId: string, spanId: string }[]} [links]
 * @property {number} [linked]
 * @property {{ group: string, stream: string, lines: { time: number, message: string }[], left: number }} [logs]
 *
 * @typedef {{ action: string, resource: string, decision: string, statements: any[], reason?: string, audited?: boolean }} Decision
 *
 * @typedef {object} Trace
 * @property {string} traceId
 * @property {string} name
 * @property {string} kind
 * @property {string} requestId
 * @property {string} account
 * @property {number} start
 * @property {number} duration_ms
 * @property {'running' | 'ok' | 'error'} status
 * @property {number} spans
 * @property {number} errors
 * @property {string[]} keys
 * @property {string[]} services
 */

/** A client's single call is rarely what one looks for. @param {Trace} trace */
export const isSingleCall = ({ kind, spans }) => kind === 'call' && spans === 1

/** Whether news come in. @type {Store<'connecting' | 'live' | 'off'>} */
export const connection = new Store(/** @type {'connecting' | 'live' | 'off'} */ ('connecting'))

/** All traces that are known, newest first. @type {Store<Trace[]>} */
export const traces = new Store(/** @type {Trace[]} */ ([]))

/** @type {Set<(span: Span) => void>} */
const listeners = new Set()

/** Tells of each span that ends. @param {(span: Span) => void} listener */
export function onSpan(listener) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

const PAUSE_MS = 150

/** Summaries that have come, until the list is drawn anew. @type {Map<string, Trace>} */
const news = new Map()
let timer = 0
/** @type {EventSource | undefined} */
let source

/**
 * Listens to what the engine tells of, for the account that is shown; again where that changes. Not while nobody looks: a
 * browser has six connections to a server for all of its tabs, and the seventh would wait for ever.
 */
export function connect() {
  const look = () => (document.hidden ? rest() : open())
  look()
  place.subscribe(() => [(traces.value = []), look()])
  document.addEventListener('visibilitychange', look)
}

function rest() {
  source?.close()
  connection.value = 'connecting'
}

function open() {
  source?.close()
  const own = (source = new EventSource(address('events')))
  own.onopen = () => {
    connection.value = 'live'
    void reloadTraces()
  }
  own.onerror = () => {
    connection.value = own.readyState === EventSource.CLOSED ? 'off' : 'connecting'
  }
  own.addEventListener('span', ({ data }) => {
    const span = /** @type {Span} */ (JSON.parse(data))
    for (const listener of listeners) listener(span)
  })
  own.addEventListener('trace', ({ data }) => {
    const trace = /** @type {Trace} */ (JSON.parse(data))
    news.set(trace.traceId, trace)
    timer ||= setTimeout(takeIn, PAUSE_MS)
  })
  own.addEventListener('lost', () => void reloadTraces())
}

export async function reloadTraces() {
  const { traces: all } = /** @type {{ traces: Trace[] }} */ (await get('traces').catch(() => ({ traces: [] })))
  traces.value = all
}

function takeIn() {
  timer = 0
  const added = [...news.values()].filter(({ traceId }) => !traces.value.some((known) => known.traceId === traceId))
  const kept = traces.value.map((known) => news.get(known.traceId) ?? known)
  traces.value = [...added.sort((a, b) => b.start - a.start), ...kept]
  news.clear()
}
