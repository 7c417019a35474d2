import type { MinimumThroughputBillingCommitmentOutput } from '@aws-sdk/client-kinesis'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'

/** The account's promise to pay for a least throughput, which unlocks warm throughput. Times are epoch milliseconds. */
interface Commitment {
  readonly startedAt: number
  /** Set by a wish to end it, which is granted no earlier than a day after the start. */
  readonly endsAt?: number
}

const commitments = collection<Commitment>('kinesis.commitments', 'region')
const SHORTEST_MS = 24 * 3_600_000

export function describeCommitment(ctx: Context): MinimumThroughputBillingCommitmentOutput {
  const commitment = commitments(ctx).get('')
  if (!commitment) return { Status: 'DISABLED' }
  const { startedAt, endsAt } = commitment
  const StartedAt = new Date(startedAt)
  if (endsAt !== undefined && endsAt <= ctx.now) return { Status: 'DISABLED', StartedAt, EndedAt: new Date(endsAt) }
  return {
    Status: endsAt === undefined ? 'ENABLED' : 'ENABLED_UNTIL_EARLIEST_ALLOWED_END',
    StartedAt,
    EarliestAllowedEndAt: new Date(startedAt + SHORTEST_MS),
  }
}

export const isCommitted = (ctx: Context) => describeCommitment(ctx).Status !== 'DISABLED'

/** Begins a commitment, or withdraws the wish to end the one there is. */
export function enableCommitment(ctx: Context): void {
  const before = commitments(ctx).get('')
  commitments(ctx).put('', { startedAt: before && isCommitted(ctx) ? before.startedAt : ctx.now })
}

/** Ends the commitment now, or when its first day is over. */
export function disableCommitment(ctx: Context): void {
  const before = commitments(ctx).get('')
  if (!before || !isCommitted(ctx)) return
  commitments(ctx).put('', { startedAt: before.startedAt, endsAt: Math.max(ctx.now, before.startedAt + SHORTEST_MS) })
}
