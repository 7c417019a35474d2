/** What `/_sandbox/health` says. */
export interface Health {
  readonly status: string
  readonly engine: string
  readonly pid: number
  readonly region: string
  readonly account: string
  readonly services: readonly string[]
}

/** The health of the sandbox at `endpoint`; undefined where none answers within a few seconds. */
export async function healthOf(endpoint: string): Promise<Health | undefined> {
  try {
    const response = await fetch(`${endpoint}/_sandbox/health`, { signal: AbortSignal.timeout(5000) })
    return response.ok ? ((await response.json()) as Health) : undefined
  } catch {
    return undefined
  }
}
