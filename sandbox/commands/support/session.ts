import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { LocalEngineName } from '../../engines/engine.ts'
import type { AppliedStack } from '../../stack/apply.ts'
import type { AwsPlace, Endpoints } from '../../stack/clients.ts'

/** What a stack was seeded with, where that was said; files by their whole path. */
export interface SeededWith {
  readonly template?: string
  readonly users?: string
  readonly stackName?: string
  readonly parameterOverrides?: Readonly<Record<string, string>>
}

/** Of all options of a verb those that say what to seed. */
export function seededWith({ template, users, stackName, parameterOverrides }: SeededWith): SeededWith {
  return {
    ...(template === undefined ? {} : { template: resolve(template) }),
    ...(users === undefined ? {} : { users: resolve(users) }),
    ...(stackName === undefined ? {} : { stackName }),
    ...(parameterOverrides === undefined ? {} : { parameterOverrides }),
  }
}

/** What `sandbox up` leaves for the other verbs: where the engine is and what stands on it. */
export interface LocalSession {
  readonly engine: LocalEngineName
  readonly endpoints: Endpoints
  readonly pid?: number
  readonly stack?: AppliedStack
  readonly seededWith?: SeededWith
}

/** A stack in AWS. Nothing runs here for it, so there is no process. */
export interface AwsSession {
  readonly engine: 'aws'
  readonly endpoints: AwsPlace
  readonly pid?: undefined
  readonly stack?: AppliedStack
  readonly seededWith?: SeededWith
}

export type Session = LocalSession | AwsSession

/** Of this folder's sandbox, unless the environment says that it is another's (as `sandbox exec` does for its command). */
export const sessionFolder = () => resolve(process.env['SANDBOX_FOLDER'] ?? '.sandbox')
const file = () => join(sessionFolder(), 'session.json')

export function readSession(): Session | undefined {
  try {
    return JSON.parse(readFileSync(file(), 'utf8')) as Session
  } catch {
    return undefined
  }
}

/** This folder's session, unless `endpoint`, or the environment, names another sandbox than its own. */
export function sessionAt(endpoint: string | undefined): Session | undefined {
  const named = endpoint ?? process.env['SANDBOX_ENDPOINT']
  const known = readSession()
  if (!known || named === undefined) return known
  const isOwn = known.engine !== 'aws' && [known.endpoints.edge, known.endpoints.aws].includes(withoutSlash(named))
  return isOwn ? known : undefined
}

export const withoutSlash = (url: string) => url.replace(/\/$/, '')

export function writeSession(session: Session): void {
  mkdirSync(sessionFolder(), { recursive: true })
  writeFileSync(file(), `${JSON.stringify(session, null, 2)}\n`)
}

/** Forgets the session, if it is still that of `pid`. */
export function endSession(pid?: number): void {
  if (pid === undefined || readSession()?.pid === pid) rmSync(file(), { force: true })
}
