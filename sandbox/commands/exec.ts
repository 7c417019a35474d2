import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { variablesOf } from './env.ts'
import { artifactsFolder, collectArtifacts, secretsOf } from './support/artifacts.ts'
import { explainError } from './support/explain-error.ts'
import { callsAt, outcome, publishSummary, quoted, summaryOf } from './support/job-summary.ts'
import { writeJunit, type Step } from './support/junit.ts'
import { bringUp, type Up, type UpOptions } from './support/lifecycle.ts'
import { note } from './support/output.ts'
import { redact } from './support/redact.ts'
import { codeOf, Interrupts, runCommand, type Ended } from './support/run-command.ts'
import type { LocalSession } from './support/session.ts'
import { isAws } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

export interface ExecOptions extends UpOptions {
  /** Where what happened is put after a failure. */
  readonly artifacts?: string
  readonly junit?: string
  /** Seconds after which the command is ended. */
  readonly timeout?: string
}

const GRACE_MS = 10_000

/**
 * `sandbox exec -- <command…>`: a sandbox for one command, on a port of its own and next to any other; ends with the
 * command's exit code and leaves nothing behind but what tells of a failure.
 */
export async function exec(command: readonly string[], options: ExecOptions): Promise<void> {
  if (isAws(options)) throw new UserError('"sandbox exec" starts and ends the sandbox of its command, and AWS stays: choose --engine embedded or localstack.', EXIT.usage)
  const timeout_ms = timeoutOf(options.timeout)
  const interrupts = new Interrupts()
  // The engine's word for the other verbs goes where only the command finds it.
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-exec-'))
  process.env['SANDBOX_FOLDER'] = folder
  const steps: Step[] = []
  try {
    const up = await timed(steps, 'start', () => bringUp({ ...options, port: options.port ?? '0', ephemeral: true, bucketNames: options.bucketNames ?? 'account' }))
    try {
      process.exitCode = await through(up, command, { ...options, timeout_ms, interrupts, steps, folder })
    } finally {
      await up.stop()
    }
  } finally {
    interrupts.end()
    rmSync(folder, { recursive: true, force: true })
    if (options.junit) writeJunit(options.junit, 'sandbox exec', steps)
  }
}

function timeoutOf(text: string | undefined): number | undefined {
  const seconds = Number(text ?? 0)
  if (!(seconds >= 0 && seconds <= 2 ** 31 / 1000)) throw new UserError(`--timeout ${text} is no number of seconds.`, EXIT.usage)
  return seconds === 0 ? undefined : seconds * 1000
}

interface Running extends ExecOptions {
  readonly timeout_ms: number | undefined
  readonly interrupts: Interrupts
  readonly steps: Step[]
  readonly folder: string
}

/** Runs the command and tells of it; gives the exit code. */
async function through({ session, client }: Up, command: readonly string[], running: Running): Promise<number> {
  client.end()
  const { interrupts, steps, folder, timeout_ms } = running
  const local = session as LocalSession
  const [early] = interrupts.all
  const seeding = await callsAt(local.endpoints.edge)
  const began = new Date()
  const env = environmentOf(local, folder)
  const limits = { env, interrupts, grace_ms: GRACE_MS, ...(timeout_ms === undefined ? {} : { timeout_ms }) }
  const ended = early ? { code: codeOf(null, early), signal: early } : await tried(() => runCommand(command, limits))
  const duration_ms = Date.now() - began.getTime()
  const shown = redact(quoted(command), await secretsOf(running))
  steps.push({ name: shown, duration_ms, ...(ended.code === 0 ? {} : { failure: `${shown} ${outcome(ended)}` }) })
  const summary = summaryOf({ command: shown, ended, steps, calls: await callsAt(local.endpoints.edge, seeding) })
  if (ended.code === 0 || interrupts.all.length > 1) publishSummary(summary)
  else await leaveArtifacts(summary, { session: local, options: running, command, ended, began, duration_ms })
  return ended.code
}

/** A command that cannot be started has failed like one that has run. */
async function tried(run: () => Promise<Ended>): Promise<Ended> {
  try {
    return await run()
  } catch (error) {
    const { message, exitCode } = explainError(error)
    note(message)
    return { code: exitCode }
  }
}

async function leaveArtifacts(summary: string, failed: Omit<Parameters<typeof collectArtifacts>[1], 'summary'> & { readonly options: ExecOptions }): Promise<void> {
  const folder = failed.options.artifacts === undefined ? artifactsFolder(failed.began) : resolve(failed.options.artifacts)
  await collectArtifacts(folder, { ...failed, summary })
  note(`\nThe command ${outcome(failed.ended)}. What happened in the sandbox is in ${folder}.\n"sandbox open ${folder}" brings it back as it was at the end.`)
  publishSummary(`${summary}\nArtifacts: \`${folder}\``)
}

async function timed<T>(steps: Step[], name: string, work: () => Promise<T>): Promise<T> {
  const began = performance.now()
  try {
    const done = await work()
    steps.push({ name, duration_ms: performance.now() - began })
    return done
  } catch (error) {
    steps.push({ name, duration_ms: performance.now() - began, failure: explainError(error).message })
    throw error
  }
}

/** What would lead an SDK elsewhere, or sign as somebody else. */
const MISLEADING = /^AWS_(?:ENDPOINT_URL|PROFILE$|DEFAULT_PROFILE$|SESSION_TOKEN$|SECURITY_TOKEN$|IGNORE_CONFIGURED_ENDPOINT_URLS$|ROLE_|WEB_IDENTITY_|CONTAINER_)/

function environmentOf(session: LocalSession, folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !MISLEADING.test(name))
  return {
    ...Object.fromEntries(kept),
    ...variablesOf({ session, stack: session.stack! }),
    SANDBOX_ENDPOINT: session.endpoints.edge,
    SANDBOX_FOLDER: folder,
  }
}
