import type { WarmThroughputObject } from '@aws-sdk/client-kinesis'
import type { Context } from '../../kernel/context.ts'
import { invalidArgument, validationException } from './errors.ts'
import { isCommitted } from './settings.ts'
import { ON_DEMAND_SHARDS, type Stream } from './state.ts'

const MOST_MIBPS = 10 * 1024

/** Throws where a stream of this mode, or of this account, cannot be told what to be ready for. */
export function checkWarmThroughput(ctx: Context, mode: Stream['mode'], warm_MiBps: number): void {
  if (mode === 'PROVISIONED')
    throw validationException('WarmThroughputMiBps is only supported for streams in ON_DEMAND mode.')
  if (!isCommitted(ctx))
    throw validationException('WarmThroughputMiBps requires MinimumThroughputBillingCommitment to be enabled for the account.')
  if (warm_MiBps > MOST_MIBPS)
    throw invalidArgument(`WarmThroughputMiBps must not be greater than ${MOST_MIBPS}. Specified value was ${warm_MiBps}.`)
}

/** A shard takes 1 MiB a second, so that this many can take it all. */
export const shardsFor = (warm_MiBps: number | undefined) => Math.max(ON_DEMAND_SHARDS, warm_MiBps ?? 0)

/** Shown for on-demand streams of accounts with a billing commitment alone. */
export function showWarmThroughput(ctx: Context, stream: Stream): { WarmThroughput?: WarmThroughputObject } {
  if (stream.mode !== 'ON_DEMAND' || !isCommitted(ctx)) return {}
  const current = stream.open.length
  return { WarmThroughput: { TargetMiBps: stream.warm_MiBps ?? current, CurrentMiBps: current } }
}
