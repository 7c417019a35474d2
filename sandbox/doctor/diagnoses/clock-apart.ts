import { showDuration } from '../../commands/support/duration.ts'
import type { Diagnosis } from '../diagnosis.ts'

const SKEW_MS = 5 * 60_000

/** The sandbox's time is not this machine's: tokens and presigned requests go by the sandbox's. */
export const clockApart: Diagnosis = {
  name: 'clock-apart',
  async examine({ target }) {
    if (target.session.engine !== 'embedded') return []
    const response = await fetch(`${target.session.endpoints.edge}/_sandbox/clock`)
    if (!response.ok) return []
    const { ahead_ms, frozen } = (await response.json()) as { ahead_ms: number; frozen: boolean }
    if (Math.abs(ahead_ms) < SKEW_MS && !frozen) return []
    const apart = `${showDuration(Math.abs(ahead_ms))} ${ahead_ms < 0 ? 'behind' : 'ahead of'} this machine's`
    return [{
      weight: 30,
      problem: frozen ? "The sandbox's clock stands still." : `The sandbox's clock is ${apart}.`,
      because: [frozen ? 'What waits for a time (a retry, a window) waits until it goes on.' : 'Tokens and presigned requests may have expired by it.'],
      remedy: 'Back to this machine\'s time: sandbox clock reset',
    }]
  },
}
