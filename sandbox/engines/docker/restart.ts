import { setTimeout as sleep } from 'node:timers/promises'

const DEADLINE_MS = 120_000
const PAUSE_MS = 250

/**
 * Empties the LocalStack at `url` by restarting its program, which keeps nothing over that; its container stays as it is.
 * (It has a reset of its own only where it is licensed, and any other POST it takes for one to S3.) Rejects where it does
 * not come back within two minutes.
 */
export async function restartLocalStack(url: string): Promise<void> {
  const before = await sessionAt(url)
  const asked = await fetch(`${url}/_localstack/health`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"action":"restart"}' })
  if (before === undefined || !asked.ok) throw new Error(`What answers at ${url} is no LocalStack that can be restarted.`)
  for (const deadline = Date.now() + DEADLINE_MS; Date.now() < deadline; await sleep(PAUSE_MS)) {
    const now = await sessionAt(url)
    if (now !== undefined && now !== before) return
  }
  throw new Error(`LocalStack at ${url} has not come back from its restart within ${DEADLINE_MS / 1000} seconds.`)
}

/** What it calls itself from one start to the next; undefined where it does not answer. */
async function sessionAt(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/_localstack/info`, { signal: AbortSignal.timeout(5000) })
    return response.ok ? ((await response.json()) as { session_id?: string }).session_id : undefined
  } catch {
    return undefined
  }
}
