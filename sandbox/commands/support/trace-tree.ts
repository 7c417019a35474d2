import { bytes } from './output.ts'
import type { Span, Trace } from './traces.ts'

type Style = 'green' | 'red' | 'yellow' | 'dim' | 'bold' | 'cyan'

export interface TreeOptions {
  /** Columns of the terminal. */
  readonly width: number
  /** Also what functions wrote. */
  readonly logs?: boolean
  paint(style: Style, text: string): string
}

interface Row {
  readonly span: Span
  /** What stands before it, and before what is said below it. */
  readonly branch: string
  readonly below: string
}

const OFFSET = 9
const TIME = 8
const SHORTEST_BAR = 12
const LONGEST_BAR = 40
const MARKS = { ok: ['green', '✓'], error: ['red', '✗'], running: ['yellow', '…'] } as const

/** A trace as lines for a terminal: what, when it began, how long it took, and a bar that shows both. */
export function drawTrace(trace: Trace, options: TreeOptions): string[] {
  const { paint } = options
  const count = `${trace.spans} span${trace.spans === 1 ? '' : 's'}${trace.errors > 0 ? `, ${trace.errors} failed` : ''}`
  const head = `${paint('bold', trace.name)}  ${showTime(trace.duration_ms)}  ${paint('dim', `${count}  ${new Date(trace.start).toISOString()}`)}`
  const rows = rowsOf(trace.tree).flatMap((row) => [drawRow(trace, row, options), ...notesOf(row, options)])
  const dropped = trace.dropped > 0 ? [paint('yellow', `${trace.dropped} more were not kept.`)] : []
  return [head, paint('dim', trace.traceId), '', ...rows, ...dropped]
}

function rowsOf(spans: readonly Span[]): Row[] {
  const known = new Set(spans.map(({ spanId }) => spanId))
  const children = new Map<string, Span[]>()
  for (const span of spans) {
    const parent = span.parentId !== undefined && known.has(span.parentId) ? span.parentId : ''
    children.set(parent, [...(children.get(parent) ?? []), span])
  }
  const walk = (parent: string, indent: string): Row[] => {
    const own = children.get(parent) ?? []
    return own.flatMap((span, i) => {
      const isLast = i === own.length - 1
      const below = parent === '' ? '' : `${indent}${isLast ? '  ' : '│ '}`
      const branch = parent === '' ? '' : `${indent}${isLast ? '└ ' : '├ '}`
      const notes = `${below}${children.has(span.spanId) ? '│ ' : '  '}`
      return [{ span, branch, below: notes }, ...walk(span.spanId, below)]
    })
  }
  return walk('', '')
}

function drawRow(trace: Trace, { span, branch }: Row, { width, paint }: TreeOptions): string {
  const bar = Math.min(LONGEST_BAR, Math.max(SHORTEST_BAR, width - 72))
  const room = width - bar - OFFSET - TIME - 3
  const [style, mark] = MARKS[span.status]
  const name = cut(nameOf(span), room - branch.length - 2)
  const left = room - branch.length - 2 - name.length - 2
  const detail = left > 3 ? cut(detailOf(span), left) : ''
  const used = branch.length + 2 + name.length + (detail === '' ? 0 : detail.length + 2)
  const what = `${paint('dim', branch)}${paint(style, mark)} ${span.status === 'error' ? paint('red', name) : name}${detail === '' ? '' : `  ${paint('dim', detail)}`}`
  const offset = `+${showTime(span.start - trace.start)}`.padStart(OFFSET)
  const time = (span.duration_ms === undefined ? '' : showTime(span.duration_ms)).padStart(TIME)
  return `${what}${' '.repeat(Math.max(0, room - used))} ${paint('dim', offset)} ${time} ${paint(style, drawBar(trace, span, bar))}`.trimEnd()
}

function drawBar(trace: Trace, { start, duration_ms }: Span, width: number): string {
  const total = Math.max(trace.duration_ms, 0.001)
  const from = Math.min(width - 1, Math.floor(((start - trace.start) / total) * width))
  const to = Math.min(width, Math.max(from + 1, Math.round(((start - trace.start + (duration_ms ?? total)) / total) * width)))
  return `${' '.repeat(from)}${'━'.repeat(to - from)}`
}

/** Of a batch first what tells it from the other attempts. */
function nameOf({ kind, name, attributes: { attempt, bisected, records, function: run } }: Span): string {
  const tried = typeof attempt === 'number' && attempt > 1 ? `attempt ${attempt}` : undefined
  if (kind !== 'batch' && kind !== 'retry') return tried === undefined ? name : `${name}, ${tried}`
  const size = bisected === undefined ? `batch of ${records}` : `bisected: ${bisected}`
  return `${tried === undefined ? '' : `${tried}, `}${size} → ${run}`
}

function detailOf({ kind, attributes: of }: Span): string {
  const size = typeof of['size_bytes'] === 'number' ? bytes(of['size_bytes']) : undefined
  const sized = (text: unknown) => (size === undefined ? String(text) : `${text}, ${size}`)
  if (kind === 'authorizer') return String(of['decision'] ?? '')
  if (kind === 'request') return sized(of['status'] ?? '')
  if (of['key'] !== undefined) return sized(of['key'])
  if (of['stream'] !== undefined) return sized(of['stream'])
  return size ?? ''
}

/** What has to be said of a span below it: why it failed, who was refused what, and what a function wrote. */
function notesOf({ span, below }: Row, { width, logs, paint }: TreeOptions): string[] {
  const room = width - below.length - 2
  const refused = (span.decisions ?? []).filter(({ decision }) => decision !== 'allow')
  const told = [
    ...(span.error ? [`${span.error.code}: ${span.error.message}`] : []),
    ...refused.map(({ action, resource, reason, audited }) => `${audited ? 'would be denied' : 'denied'}: ${action} on ${resource}${reason === undefined ? '' : `: ${reason}`}`),
  ]
  const why = told.flatMap((text) => wrap(text, room)).map((line) => `${paint('dim', below)}  ${paint('red', line)}`)
  if (!logs || !span.logs) return why
  const lines = span.logs.lines.flatMap(({ message }) => message.split('\n')).flatMap((line) => wrap(line, room)).map((line) => `${paint('dim', below)}  ${paint('cyan', line)}`)
  const rest = span.logs.left > 0 ? [`${paint('dim', below)}  ${paint('dim', `${span.logs.left} more lines in ${span.logs.group}`)}`] : []
  return [...why, ...lines, ...rest]
}

/** Broken at spaces where there are some; a word that is longer than a line alone on its own. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

const cut = (text: string, room: number) => (text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`)

/** 0.4 ms, 12 ms, 1.23 s, 2m 5s */
export function showTime(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(2)} s`
  return `${Math.floor(ms / 60_000)}m ${Math.round((ms % 60_000) / 1000)}s`
}
