import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { sourceOf } from './background.ts'
import { checkpoints, type Checkpoint } from './checkpoint.ts'
import { checkDestination } from './destination.ts'
import { invalidParameter } from './errors.ts'
import type { MappingRecord } from './mapping.ts'
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

export function storeAnchors(ctx: Context, mapping: MappingRecord, anchors: Map<string, Checkpoint>): void {
  const table = checkpoints(scopeOf(ctx, mapping))
  for (const [shardId, checkpoint] of anchors) table.put(`${mapping.uuid}/${shardId}`, checkpoint)
}

export function hasCheckpoints(ctx: Context, mapping: MappingRecord): boolean {
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
