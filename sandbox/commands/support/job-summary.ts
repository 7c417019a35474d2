import { appendFileSync } from 'node:fs'
import { journalAt, type JournalLine } from './artifacts.ts'
import type { Step } from './junit.ts'
import type { Ended } from './run-command.ts'

/** What a run came to, for a page in CI. */
export interface RunReport {
  /** As it may be shown. */
  readonly command: string
  readonly ended: Ended
  readonly steps: readonly Step[]
  readonly calls: readonly JournalLine[]
}

/** The calls since those in `before`; none where the engine keeps no journal. */
export async function callsAt(endpoint: string, before: readonly JournalLine[] = []): Promise<readonly JournalLine[]> {
  const all = await journalAt(endpoint).catch(() => [])
  const last = before.at(-1)
  // Where it is not there any more, more has come since than is kept.
  return last ? all.slice(all.findLastIndex(({ requestId }) => requestId === last.requestId) + 1) : all
}

const MOST_ERRORS = 10

/** In Markdown. */
export function summaryOf({ command, ended, steps, calls }: RunReport): string {
  const isGood = ended.code === 0
  const lines = [
    `### ${isGood ? '✅' : '❌'} sandbox exec: \`${command.replaceAll('`', "'")}\` ${outcome(ended)}`,
    '', '| step | time |', '| --- | ---: |',
    ...steps.map(({ name, duration_ms, failure }) => `| ${name}${failure === undefined ? '' : ' (failed)'} | ${(duration_ms / 1000).toFixed(1)} s |`),
  ]
  if (calls.length > 0) lines.push('', `${calls.length} calls: ${counts(calls, ({ service }) => service)}.`)
  const errors = calls.filter(({ error }) => error !== undefined)
  if (errors.length > 0) lines.push('', '| error | times |', '| --- | ---: |', ...tallied(errors, ({ service, operation, error }) => `${service}:${operation} ${error}`).slice(0, MOST_ERRORS).map(([name, count]) => `| ${name} | ${count} |`))
  return `${lines.join('\n')}\n`
}

/** To where GitHub shows it, if this is a job there. */
export function publishSummary(text: string): void {
  const file = process.env['GITHUB_STEP_SUMMARY']
  if (file) appendFileSync(file, `${text}\n`)
}

export function outcome({ code, signal, timedOut }: Ended): string {
  if (timedOut) return 'did not end in time'
  if (signal) return `was ended by ${signal}`
  return code === 0 ? 'succeeded' : `ended with ${code}`
}

/** As one would type it. */
export const quoted = (command: readonly string[]) =>
  command.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')

function tallied<T>(things: readonly T[], nameOf: (thing: T) => string): (readonly [name: string, count: number])[] {
  const found = new Map<string, number>()
  for (const thing of things) found.set(nameOf(thing), (found.get(nameOf(thing)) ?? 0) + 1)
  return [...found].sort(([, a], [, b]) => b - a)
}

const counts = <T>(things: readonly T[], nameOf: (thing: T) => string) => tallied(things, nameOf).map(([name, count]) => `${name} ${count}`).join(', ')
