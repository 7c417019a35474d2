import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { sourceOf } from './background.ts'
import { invalidParameter } from './errors.ts'
import { checkpoints, type Checkpoint, type MappingRecord } from './mapping.ts'
import { scopeOf } from './state.ts'

/**
 * Looks at the stream in the role's name and, for `LATEST`, takes hold of the present end of each shard: what is put
 * right after the answer will be read. Throws as Lambda does where the stream is not there or may not be read.
 */
export async function takeAnchors(ctx: Context, mapping: MappingRecord): Promise<Map<string, Checkpoint>> {
  const source = sourceOf(ctx, () => mapping)
  const anchors = new Map<string, Checkpoint>()
  try {
    const anchoredAt = ctx.clock.now()
    for (const { ShardId } of await source.shards())
      if (mapping.startingPosition === 'LATEST') anchors.set(ShardId!, { iterator: await source.latest(ShardId!), anchoredAt })
  } catch (error) {
    throw refusal(error, mapping.sourceArn)
  }
  return anchors
}

export function storeAnchors(ctx: Context, mapping: MappingRecord, anchors: Map<string, Checkpoint>): void {
  const table = checkpoints(scopeOf(ctx, mapping))
  for (const [shardId, checkpoint] of anchors) table.put(`${mapping.uuid}/${shardId}`, checkpoint)
}

export function hasCheckpoints(ctx: Context, mapping: MappingRecord): boolean {
  return [...checkpoints(scopeOf(ctx, mapping)).keys()].some((key) => key.startsWith(`${mapping.uuid}/`))
}

function refusal(error: unknown, streamArn: string): unknown {
  if (!(error instanceof AwsError)) return error
  if (error.code === 'ResourceNotFoundException') return invalidParameter(`Stream not found: ${streamArn}`)
  if (!error.code.startsWith('AccessDenied')) return error
  return invalidParameter(
    `Cannot access stream ${streamArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams Actions on your stream in Kinesis.`,
  )
}
