import type { Context } from '../../../kernel/context.ts'
import { collection } from '../../../kernel/store.ts'
import { areKept } from '../rates.ts'
import { listStreams, reshard, type Stream } from '../state.ts'
import { halves, widthOf } from './hash-key.ts'
import { WRITTEN_BYTES, WRITTEN_RECORDS } from './throughput.ts'

/** What a stream has taken since a time (epoch milliseconds). */
interface Demand {
  readonly since: number
  bytes: number
  records: number
}

const demands = collection<Demand>('kinesis.demands', 'region')

/** How long what a stream takes must last to be a peak. */
const WINDOW_MS = 60_000

/** MiB a second that an on-demand stream grows to by itself ("Quotas and limits" of the Developer Guide). */
const most_MiBps = (region: string) => (['us-east-1', 'us-west-2', 'eu-west-1'].includes(region) ? 10 * 1024 : 200)

/** Whether a stream's demand is to be noted. */
export const growsByItself = (ctx: Context, { mode }: Stream) => mode === 'ON_DEMAND' && areKept(ctx)

/**
 * Notes what an on-demand stream takes: records by their sizes. At the end of each minute it gets as many shards as
 * twice of what it took needs; it never shrinks.
 */
export function noteDemand(ctx: Context, stream: Stream, sizes: readonly number[]): void {
  const [bytes, records] = [sizes.reduce((sum, size) => sum + size, 0), sizes.length]
  const before = demands(ctx).get(stream.id)
  if (before && ctx.now - before.since < WINDOW_MS) {
    before.bytes += bytes
    before.records += records
    return
  }
  if (before) settle(ctx, stream, before)
  const demand = demands(ctx).put(stream.id, { since: ctx.now, bytes, records })
  ctx.clock.after(WINDOW_MS, () => {
    if (demands(ctx).get(stream.id) !== demand) return
    demands(ctx).delete(stream.id)
    settle({ ...ctx, now: ctx.clock.now() }, stream, demand)
  })
}

function settle(ctx: Context, stream: Stream, { bytes, records }: Demand): void {
  const seconds = WINDOW_MS / 1000
  const peak = Math.max(bytes / WRITTEN_BYTES, records / WRITTEN_RECORDS) / seconds
  const wanted = Math.min(Math.ceil(2 * peak), most_MiBps(ctx.region))
  if (wanted <= stream.open.length || stream.mode !== 'ON_DEMAND' || !listStreams(ctx).includes(stream)) return
  const widest = [...stream.open].sort((a, b) => Number(widthOf(b) > widthOf(a)) - Number(widthOf(b) < widthOf(a)))
  const parents = widest.slice(0, wanted - stream.open.length)
  reshard(ctx, stream, parents.flatMap((parent) => halves(parent).map((range) => ({ ...range, parents: [parent] }))))
}
