import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { beginWork } from '../../kernel/work.ts'
import { mappingsOf, sourceOf } from './background.ts'
import { checkpoints, type Checkpoint } from './checkpoint.ts'
import { checkDestination } from './destination.ts'
import { invalidParameter } from './errors.ts'
import { mappings, type MappingRecord } from './mapping.ts'
import { findFunction, scopeOf } from './state.ts'

/**
 * Looks at the stream in the role's name and, for `LATEST`, takes hold of the present end of each shard: what is put
 * right after the answer will be read. Throws as Lambda does where the stream or the destination is not there, or may
 * not be used.
 */
export async function takeAnchors(ctx: Context, mapping: MappingRecord): Promise<Map<string, Checkpoint>> {
  findFunction(ctx, mapping.functionArn)
  const source = sourceOf(ctx, () => mapping)
  const anchors = new Map<string, Checkpoint>()
  try {
    const anchoredAt = ctx.clock.now()
    for (const { ShardId } of await source.tryOut())
      if (mapping.startingPosition === 'LATEST') anchors.set(ShardId!, await source.end(ShardId!, anchoredAt))
  } catch (error) {
    throw refusal(error, mapping.sourceArn)
  }
  await checkDestination(source, mapping)
  return anchors
}

/**
 * Stores a mapping whose settings have been tried, and lets it begin at `anchors`. In AWS that may be a good while after
 * the answer, and what is put in between is not read: here it is so where a fault says it.
 */
export function beginMapping(ctx: Context, mapping: MappingRecord, anchors: Map<string, Checkpoint>): void {
  const isNew = mapping.enabled && !hasCheckpoints(ctx, mapping)
  const delay_ms = isNew && mapping.startingPosition === 'LATEST' ? anchorDelay(ctx, mapping) : undefined
  if (delay_ms !== undefined) return beginLater(ctx, mapping, delay_ms)
  if (isNew) storeAnchors(ctx, mapping, anchors)
  start(ctx, mapping)
}

function start(ctx: Context, mapping: MappingRecord): void {
  mappings(ctx).put(mapping.uuid, mapping)
  mappingsOf(ctx).apply(mapping)
}

function anchorDelay(ctx: Context, { account, functionArn, sourceArn, uuid }: MappingRecord): number | undefined {
  const subject = { site: 'anchor', service: 'lambda', operation: 'CreateEventSourceMapping', account, resources: [functionArn, sourceArn, uuid] } as const
  return ctx.faults.active?.at(subject)?.anchorDelay_ms
}

function beginLater(ctx: Context, mapping: MappingRecord, delay_ms: number): void {
  const waiting = mappings(ctx).put(mapping.uuid, { ...mapping, enabled: false })
  // Changed or removed meanwhile, it is no longer this one that begins.
  const isStill = () => mappings(ctx).get(mapping.uuid) === waiting
  const ended = beginWork(ctx, () => `lambda: the begin of the event source mapping ${mapping.uuid}`, mapping.account)
  const begin = async () => {
    if (!isStill()) return
    const anchors = await takeAnchors(ctx, mapping)
    if (!isStill()) return
    storeAnchors(ctx, mapping, anchors)
    start(ctx, mapping)
  }
  const failed = (error: unknown) => ctx.settings.log(`The event source mapping ${mapping.uuid} could not begin: ${String(error)}`)
  ctx.clock.after(delay_ms, () => void begin().catch(failed).finally(ended))
}

function storeAnchors(ctx: Context, mapping: MappingRecord, anchors: Map<string, Checkpoint>): void {
  const table = checkpoints(scopeOf(ctx, mapping))
  for (const [shardId, checkpoint] of anchors) table.put(`${mapping.uuid}/${shardId}`, checkpoint)
}

function hasCheckpoints(ctx: Context, mapping: MappingRecord): boolean {
  return [...checkpoints(scopeOf(ctx, mapping)).keys()].some((key) => key.startsWith(`${mapping.uuid}/`))
}

function refusal(error: unknown, sourceArn: string): unknown {
  if (!(error instanceof AwsError)) return error
  const consumer = sourceArn.includes('/consumer/')
  if (error.code === 'ResourceNotFoundException')
    return invalidParameter(consumer ? `Stream consumer not found: ${sourceArn}` : `Stream not found: ${sourceArn}`)
  if (!error.code.startsWith('AccessDenied')) return error
  const actions = consumer
    ? 'SubscribeToShard, DescribeStream, DescribeStreamSummary, and ListShards'
    : 'GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams'
  return invalidParameter(`Cannot access stream ${sourceArn}. Please ensure the role can perform the ${actions} Actions on your stream in IAM.`)
}
