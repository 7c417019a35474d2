import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { EngineName } from '../../engines/engine.ts'
import type { AppliedStack } from '../../stack/apply.ts'
import type { Endpoints } from '../../stack/clients.ts'

/** What `sandbox up` leaves for the other verbs: where the engine is and what stands on it. */
export interface Session {
  readonly engine: EngineName
  readonly endpoints: Endpoints
  readonly pid?: number
  readonly stack?: AppliedStack
}

const folder = () => resolve('.sandbox')
const file = () => join(folder(), 'session.json')

export function readSession(): Session | undefined {
  try {
    return JSON.parse(readFileSync(file(), 'utf8')) as Session
  } catch {
    return undefined
  }
}

export function writeSession(session: Session): void {
  mkdirSync(folder(), { recursive: true })
  writeFileSync(file(), `${JSON.stringify(session, null, 2)}\n`)
}

/** Forgets the session, if it is still that of `pid`. */
export function endSession(pid?: number): void {
  if (pid === undefined || readSession()?.pid === pid) rmSync(file(), { force: true })
}
