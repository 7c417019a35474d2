import { expect, test } from 'vitest'
import { createTestEngine } from '../../../testing/engine.ts'
import { rootPrincipal } from '../../kernel/context.ts'

const caller = { principal: rootPrincipal('000000000000'), region: 'us-east-1' }
const S = { StreamName: 's' }
const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/s'
const ALLOW = { Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'kinesis:PutRecord', Resource: ARN }
const [X, K] = [{ Data: Buffer.from('x') }, { PartitionKey: 'k' }]
const SHARD = 'shardId-000000000000'
const HERE = 'in stream s under account 000000000000'
const at = (ShardIteratorType: string, more: object = {}) => ({ ...S, ShardId: SHARD, ShardIteratorType, ...more })
const MEMBERS =
  'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and ' +
  'no StartingSequenceNumber or (3) AT_TIMESTAMP and Timestamp. Request specified '
/** Tests of mhart/kinesalite, which pass against AWS as well. */
const KINESALITE = 'kinesalite test'

/**
 * Where each sentence comes from: the page of the API reference (`API_…`), the developer guide, or who has seen it in
 * the field. `unverified`: the code is the page's, the sentence could not be found.
 */
test.each<[source: string, operation: string, input: object, code: string, message: string]>([
  [`${KINESALITE}/putRecord.js`, 'PutRecord', { StreamName: 'no', ...X, ...K }, 'ResourceNotFoundException', 'Stream no under account 000000000000 not found.'],
  [`${KINESALITE}/putRecord.js`, 'PutRecord', { ...S, ...X, ...K, ExplicitHashKey: '340282366920938463463374607431768211456' }, 'InvalidArgumentException', 'Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was 340282366920938463463374607431768211456'],
  [`${KINESALITE}/putRecord.js`, 'PutRecord', { ...S, ...X, ...K, SequenceNumberForOrdering: '5' }, 'InvalidArgumentException', 'ExclusiveMinimumSequenceNumber 5 used in PutRecord on stream s under account 000000000000 is invalid.'],
  ['API_PutRecord, PartitionKey', 'PutRecord', { ...S, ...X, PartitionKey: '' }, 'ValidationException', "1 validation error detected: Value '' at 'partitionKey' failed to satisfy constraint: Member must have length greater than or equal to 1"],
  ['API_PutRecord, Data', 'PutRecord', { ...S, ...K }, 'ValidationException', "1 validation error detected: Value null at 'data' failed to satisfy constraint: Member must not be null"],
  ['moto tests/test_kinesis (5 MB, before records could be larger)', 'PutRecords', { ...S, Records: Array(11).fill({ ...K, Data: Buffer.alloc(1024 * 1024 - 10) }) }, 'InvalidArgumentException', 'Records size exceeds 10 MB limit'],
  ['API_PutRecords, Records', 'PutRecords', { ...S, Records: [] }, 'ValidationException', "1 validation error detected: Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1"],
  [`${KINESALITE}/getShardIterator.js`, 'GetShardIterator', at('LATEST', { ShardId: 'shardId-5' }), 'ResourceNotFoundException', 'Shard shardId-000000000005 in stream s under account 000000000000 does not exist'],
  [`${KINESALITE}/getShardIterator.js; its third clause is unverified`, 'GetShardIterator', at('AT_SEQUENCE_NUMBER'), 'InvalidArgumentException', `${MEMBERS}AT_SEQUENCE_NUMBER and no StartingSequenceNumber.`],
  [`${KINESALITE}/getShardIterator.js; its third clause is unverified`, 'GetShardIterator', at('LATEST', { StartingSequenceNumber: '5' }), 'InvalidArgumentException', `${MEMBERS}LATEST and also a StartingSequenceNumber.`],
  [`${KINESALITE}/getShardIterator.js`, 'GetShardIterator', at('AT_SEQUENCE_NUMBER', { StartingSequenceNumber: '5' }), 'InvalidArgumentException', `StartingSequenceNumber 5 used in GetShardIterator on shard ${SHARD} ${HERE} is invalid.`],
  [`${KINESALITE}/getRecords.js`, 'GetRecords', { ShardIterator: 'no' }, 'InvalidArgumentException', 'Invalid ShardIterator.'],
  [`${KINESALITE}/splitShard.js`, 'SplitShard', { ...S, ShardToSplit: 'shard-7', NewStartingHashKey: '5' }, 'ResourceNotFoundException', `Could not find shard shardId-000000000007 ${HERE}.`],
  [`${KINESALITE}/splitShard.js`, 'SplitShard', { ...S, ShardToSplit: SHARD, NewStartingHashKey: '1' }, 'InvalidArgumentException', `NewStartingHashKey 1 used in SplitShard() on shard ${SHARD} ${HERE} is not both greater than one plus the shard's StartingHashKey 0 and less than the shard's EndingHashKey 113427455640312821154458202477256070484.`],
  [`${KINESALITE}/mergeShards.js`, 'MergeShards', { ...S, ShardToMerge: SHARD, AdjacentShardToMerge: 'shard-2' }, 'InvalidArgumentException', `Shards ${SHARD} and shardId-000000000002 ${HERE} are not an adjacent pair of shards eligible for merging`],
  ['kinesalite test/updateShardCount.js, of its successors; serverless documentation', 'UpdateShardCount', { ...S, TargetShardCount: 7, ScalingType: 'UNIFORM_SCALING' }, 'LimitExceededException', 'UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: 3, Target shard count: 7'],
  [`${KINESALITE}/createStream.js`, 'CreateStream', { ...S, ShardCount: 1 }, 'ResourceInUseException', 'Stream s under account 000000000000 already exists.'],
  ['a failing CloudFormation stack, quoted by a linter of templates', 'CreateStream', { StreamName: 'n', ShardCount: 1, StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, 'ValidationException', 'ShardCount is not expected when StreamMode=ON_DEMAND'],
  [`${KINESALITE}/increaseStreamRetentionPeriod.js, with today's bounds`, 'IncreaseStreamRetentionPeriod', { ...S, RetentionPeriodHours: 23 }, 'InvalidArgumentException', 'Minimum allowed retention period is 24 hours. Requested retention period (23 hours) is too short.'],
  ['moto tests/test_kinesis', 'DeleteResourcePolicy', { ResourceARN: ARN }, 'ResourceNotFoundException', `No resource policy found for resource ARN ${ARN}.`],
  ['unverified', 'PutResourcePolicy', { ResourceARN: ARN, Policy: 'no' }, 'InvalidArgumentException', 'Policy is not a valid policy document.'],
  ...[
    { Statement: 5 },
    { Statement: [] },
    { Statement: [{ ...ALLOW, Effect: 'Maybe' }] },
    { Statement: { ...ALLOW, Principal: undefined } },
    { Statement: [ALLOW, { ...ALLOW, Action: ['s3:GetObject'] }] },
    { Statement: { ...ALLOW, Resource: `${ARN}2` } },
  ].map((policy): [string, string, object, string, string] => ['API_PutResourcePolicy, Policy; the sentence is unverified', 'PutResourcePolicy', { ResourceARN: ARN, Policy: JSON.stringify(policy) }, 'InvalidArgumentException', 'Policy is not a valid policy document.']),
  ['unverified', 'SubscribeToShard', { ConsumerARN: `${ARN}/consumer/no:1`, ShardId: SHARD, StartingPosition: { Type: 'LATEST' } }, 'ResourceNotFoundException', `Consumer ${ARN}/consumer/no:1, account 000000000000 not found.`],
  ['unverified', 'CreateStream', { StreamName: 'n', ShardCount: 1, RecordDistributionStrategy: 'AUTO' }, 'InvalidArgumentException', 'RecordDistributionStrategy is only supported for streams in ON_DEMAND mode.'],
  ['unverified', 'UpdateStreamWarmThroughput', { ...S, WarmThroughputMiBps: 5 }, 'ValidationException', 'WarmThroughputMiBps is only supported for streams in ON_DEMAND mode.'],
])('%s: %s, %#', async (_source, operation, input, code, message) => {
  await using engine = await createTestEngine()
  const call = (name: string, more: object) => engine.host.call(caller, 'kinesis', name, more)
  await call('CreateStream', { ...S, ShardCount: 3 })
  await expect(call(operation, input)).rejects.toMatchObject({ code, message })
})

// API reference: what a new stream has, and what is left out where it has not.
test.each<[source: string, input: object, summary: object, absent: string[]]>([
  ['API_CreateStream; API_StreamDescriptionSummary', { ShardCount: 2 }, { RetentionPeriodHours: 24, StreamModeDetails: { StreamMode: 'PROVISIONED' }, EncryptionType: 'NONE', EnhancedMonitoring: [{ ShardLevelMetrics: [] }], OpenShardCount: 2, ConsumerCount: 0, MaxRecordSizeInKiB: 1024 }, ['KeyId', 'RecordDistributionStrategy', 'WarmThroughput', 'ChannelCount', 'StreamId']],
  ['"By default … 4 MB/s of write" (developer guide, quotas); CreateStreamInput.RecordDistributionStrategy', { StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, { OpenShardCount: 4, RecordDistributionStrategy: 'USER_PARTITION_KEY', StreamModeDetails: { StreamMode: 'ON_DEMAND' } }, ['WarmThroughput']],
])('%s: defaults of a stream', async (_source, input, summary, absent) => {
  await using engine = await createTestEngine()
  await engine.host.call(caller, 'kinesis', 'CreateStream', { ...S, ...input })
  const answer = await engine.host.call<{ StreamDescriptionSummary: object }>(caller, 'kinesis', 'DescribeStreamSummary', S)
  expect(answer.StreamDescriptionSummary).toMatchObject(summary)
  expect(absent.filter((member) => member in answer.StreamDescriptionSummary)).toEqual([])
})
