import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { packageRoot } from '../../package-root.ts'
import { readLines } from '../logs.ts'
import { createClients, type Endpoints } from '../../stack/clients.ts'
import { saveState } from './checkpoints.ts'
import { redact, redactValue, secretsIn } from './redact.ts'
import type { Ended } from './run-command.ts'
import type { LocalSession } from './session.ts'
import { fixture, readUsers, type StackOptions } from './stack.ts'
import { findTrace, listTraces } from './traces.ts'

export const STATE_FILE = 'state.checkpoint'
export const SESSION_FILE = 'session.json'

/** A command that has failed on a sandbox. */
export interface Failed {
  readonly session: LocalSession
  readonly options: StackOptions
  readonly command: readonly string[]
  readonly ended: Ended
  readonly began: Date
  readonly duration_ms: number
  /** What was said of it, in Markdown. */
  readonly summary: string
}

/** `.sandbox/artifacts/2026-01-31T12-00-00Z`, with a number where that is taken. */
export function artifactsFolder(began: Date): string {
  const plain = resolve('.sandbox', 'artifacts', began.toISOString().replace(/\.\d+/, '').replaceAll(':', '-'))
  let folder = plain
  for (let number = 2; existsSync(folder); number++) folder = `${plain}-${number}`
  return folder
}

/** What nobody should read afterwards: of this process's environment, and the demo users' passwords. */
export async function secretsOf(options: StackOptions): Promise<string[]> {
  const users = await readUsers(options).catch(() => [])
  return [...secretsIn(process.env), ...users.map(({ password }) => password)]
}

/** All that one would look at afterwards, as far as the engine has it; text without secrets. What cannot be had is said in `missing.txt`. */
export async function collectArtifacts(folder: string, failed: Failed): Promise<void> {
  const { session } = failed
  const known = await secretsOf(failed.options)
  const put = (name: string, text: string) => writeFileSync(join(folder, name), redact(text, known))
  const json = (name: string, value: unknown) => writeFileSync(join(folder, name), `${JSON.stringify(redactValue(value, known), null, 2)}\n`)
  mkdirSync(join(folder, 'logs'), { recursive: true })
  put('summary.md', failed.summary)
  const { code, ...how } = failed.ended
  json('command.json', { command: failed.command, exitCode: code, ...how, began: failed.began.toISOString(), duration_ms: Math.round(failed.duration_ms) })
  json('versions.json', versions(failed.options))
  // Its names are to be used again, so that only what looks like a secret goes.
  put(SESSION_FILE, `${JSON.stringify(session, null, 2)}\n`)
  const { edge, aws } = session.endpoints
  const parts: Record<string, () => Promise<unknown>> = {
    journal: async () => json('journal.json', await journalAt(edge)),
    traces: async () => json('traces.json', await tracesAt(edge)),
    logs: () => logsOf(session, (name, text) => put(join('logs', name), text)),
    state: async () => edge === aws && saveState(edge, join(folder, STATE_FILE)),
  }
  const missing: string[] = []
  for (const [name, collect] of Object.entries(parts)) await collect().catch((error: Error) => missing.push(`${name}: ${error.message}`))
  if (missing.length > 0) put('missing.txt', `${missing.join('\n')}\n`)
}

export interface JournalLine {
  readonly requestId: string
  readonly service: string
  readonly operation: string
  readonly status: number
  readonly error?: string
}

export async function journalAt(endpoint: string): Promise<readonly JournalLine[]> {
  const response = await fetch(`${endpoint}/_sandbox/journal`)
  if (!response.ok) throw new Error(`this engine keeps no journal (${response.status})`)
  return ((await response.json()) as { entries: JournalLine[] }).entries
}

const MOST_TRACES = 500

async function tracesAt(endpoint: string) {
  const found = await listTraces(endpoint, { limit: MOST_TRACES })
  return Promise.all(found.map(({ traceId }) => findTrace(endpoint, traceId)))
}

async function logsOf({ endpoints, stack }: LocalSession, put: (name: string, text: string) => void): Promise<void> {
  const functions = Object.values(stack?.resources ?? {}).filter(({ type }) => type === 'AWS::Lambda::Function')
  const clients = createClients(endpoints)
  try {
    for (const { ref } of functions) {
      const lines = await readLines({ clients }, ref, 0)
      lines.sort((a, b) => (a.timestamp ?? 0) - (b.timestamp ?? 0))
      put(`${ref}.log`, lines.map(({ timestamp, message = '' }) => `${new Date(timestamp ?? 0).toISOString()}  ${message.trimEnd()}\n`).join(''))
    }
  } finally {
    await clients.destroy()
  }
}

function versions({ template = fixture('template.yaml') }: StackOptions) {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string }
  const digest = existsSync(template) ? createHash('sha256').update(readFileSync(template)).digest('hex') : undefined
  return { 'pipeline-sandbox': version, node: process.version, platform: `${process.platform} ${process.arch}`, template, templateSha256: digest }
}

/** What `sandbox open` needs of an artifacts folder. Throws where it is none. */
export function readArtifacts(folder: string): { readonly state: string; readonly session: LocalSession } {
  const session = JSON.parse(readFileSync(join(folder, SESSION_FILE), 'utf8')) as LocalSession
  return { state: join(folder, STATE_FILE), session }
}

/** The session at another address: outputs name the engine's too. */
export function movedTo(session: LocalSession, endpoints: Endpoints, pid: number): LocalSession {
  const moved = JSON.parse(JSON.stringify(session).replaceAll(session.endpoints.aws, endpoints.aws)) as LocalSession
  return { ...moved, endpoints, pid }
}
