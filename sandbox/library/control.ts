import { parseDuration } from '../commands/support/duration.ts'

/** What a sandbox's own endpoints below `/_sandbox/` answer where they refuse. */
export class SandboxError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SandboxError'
  }
}

/** Asks an endpoint below `/_sandbox/`. Throws `SandboxError`. */
export async function ask<T>(endpoint: string, method: string, path: string, body?: object): Promise<T> {
  const response = await fetch(`${endpoint}/_sandbox/${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  const answer = (await response.json().catch(() => ({}))) as T & { message?: string }
  if (!response.ok) throw new SandboxError(answer.message ?? `${method} ${path} was answered with ${response.status}`)
  return answer
}

/** The sandbox's time. */
export interface SandboxClock {
  now(): Promise<Date>
  /** Moves on, in milliseconds or as `1h`, and runs all that falls due on the way. */
  advance(by: number | string): Promise<Date>
  freeze(): Promise<Date>
  /** Goes on from where it stands. */
  resume(): Promise<Date>
  /** Back to this machine's time. */
  reset(): Promise<Date>
}

export function clockOf(endpoint: string): SandboxClock {
  const move = async (body?: object) => new Date((await ask<{ now: string }>(endpoint, body ? 'POST' : 'GET', 'clock', body)).now)
  return {
    now: () => move(),
    advance: (by) => move({ action: 'advance', by_ms: typeof by === 'number' ? by : parseDuration(by) }),
    freeze: () => move({ action: 'freeze' }),
    resume: () => move({ action: 'resume' }),
    reset: () => move({ action: 'reset' }),
  }
}
