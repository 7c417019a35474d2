import type { StreamMode } from '@aws-sdk/client-kinesis'
import type { Context } from '../../kernel/context.ts'
import { countCreating } from './consumers.ts'
import { limitExceeded } from './errors.ts'
import { areKept } from './rates.ts'
import { isCommitted } from './settings.ts'
import { listStreams, ON_DEMAND_STREAM_LIMIT, statusOf, type Stream } from './state.ts'

const MOST_CREATING = 5

/** Throws LimitExceededException where AWS's limits are kept and the account has all the streams that it may have. */
export function checkAccount(ctx: Context, mode: StreamMode): void {
  if (!areKept(ctx)) return
  const streams = listStreams(ctx)
  if (streams.filter((stream) => statusOf(stream, ctx.now) === 'CREATING').length >= MOST_CREATING)
    throw limitExceeded(`Account ${ctx.account} already has ${MOST_CREATING} streams in the CREATING state.`)
  if (mode === 'ON_DEMAND' && streams.filter((stream) => stream.mode === 'ON_DEMAND').length >= ON_DEMAND_STREAM_LIMIT)
    throw limitExceeded(`This request would exceed the on-demand stream limit for the account ${ctx.account} in ${ctx.region}. Limit: ${ON_DEMAND_STREAM_LIMIT}.`)
}

/** How many consumers a stream may have: more for on-demand streams of accounts with a billing commitment. */
export function consumerLimit(ctx: Context, stream: Stream): number {
  return stream.mode === 'ON_DEMAND' && isCommitted(ctx) ? 50 : 20
}

/** Throws LimitExceededException for a sixth consumer that is not ready yet. */
export function checkCreatingConsumers(ctx: Context): void {
  if (countCreating(ctx) >= MOST_CREATING)
    throw limitExceeded(`Account ${ctx.account} already has ${MOST_CREATING} consumers in the CREATING state.`)
}
