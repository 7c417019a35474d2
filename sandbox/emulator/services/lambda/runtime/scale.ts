/** How a function's environments stand when one more might be started. */
export interface Load {
  /** Invocations without an environment. */
  readonly waiting: number
  /** How long the first of them has waited, or, where one has ended since, how long ago that was. */
  readonly stalled_ms: number
  /** Environments that are up. */
  readonly ready: number
  /** Those that will take an invocation soon: because they start, or because they finish. */
  readonly coming: number
  /** Those that have begun to start a short while ago, and take a processor for it. */
  readonly starting: number
  /** What an invocation takes of late; undefined before the first. */
  readonly usual_ms: number | undefined
  /** What a start takes of late. */
  readonly start_ms: number
  readonly processors: number
}

/**
 * Whether one more environment is to be started. No more start at once than there are processors, since they would
 * only slow each other down, and they leave one to those that work. None starts that would come too late: where short
 * invocations take turns, those who wait are served by the present environments before a new one is up.
 */
export function isWorthStarting({ waiting, stalled_ms, ready, coming, starting, usual_ms, start_ms, processors }: Load): boolean {
  if (waiting <= coming) return false
  if (starting >= (ready === 0 ? Math.max(2, processors) : Math.max(1, processors - 1))) return false
  if (usual_ms === undefined || ready + coming < processors || stalled_ms >= start_ms) return true
  return (waiting / Math.max(1, ready)) * usual_ms >= start_ms
}

/** How much the last counts in what something usually takes. */
const LAST_COUNTS = 0.2

/** What something usually takes, after it has taken `last_ms`. */
export const usual = (before_ms: number | undefined, last_ms: number): number =>
  before_ms === undefined ? last_ms : before_ms + (last_ms - before_ms) * LAST_COUNTS
