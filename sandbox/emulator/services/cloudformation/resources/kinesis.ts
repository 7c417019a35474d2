import type { DescribeStreamSummaryCommandOutput, RegisterStreamConsumerCommandOutput } from '@aws-sdk/client-kinesis'
import type { Value, ValueMap } from '../../../../template/index.ts'
import { listOf, pick, tagMap, textOf, type Io, type Provider } from './provider.ts'
import { retag } from './tags.ts'

const isOnDemand = (properties: ValueMap) =>
  (properties['StreamModeDetails'] as ValueMap | undefined)?.['StreamMode'] === 'ON_DEMAND' || properties['ShardCount'] === undefined

const summary = async (io: Io, StreamName: string) =>
  (await io.call<DescribeStreamSummaryCommandOutput>('kinesis', 'DescribeStreamSummary', { StreamName })).StreamDescriptionSummary!

const active = (io: Io, StreamName: string) => io.until(async () => (await summary(io, StreamName)).StreamStatus === 'ACTIVE')

async function retain(io: Io, StreamName: string, before_h: number, after_h: number): Promise<void> {
  if (after_h === before_h) return
  const operation = after_h > before_h ? 'IncreaseStreamRetentionPeriod' : 'DecreaseStreamRetentionPeriod'
  await io.call('kinesis', operation, { StreamName, RetentionPeriodHours: after_h })
}

async function encrypt(io: Io, StreamName: string, encryption: ValueMap | undefined, was?: ValueMap): Promise<void> {
  if (encryption) await io.call('kinesis', 'StartStreamEncryption', { StreamName, ...encryption })
  else if (was) await io.call('kinesis', 'StopStreamEncryption', { StreamName, ...was })
}

/** Turns metrics of single shards on and off. */
async function measure(io: Io, StreamName: string, before: Value | undefined, after: Value | undefined): Promise<void> {
  const [old, wanted] = [listOf(before), listOf(after)]
  const [more, less] = [wanted.filter((name) => !old.includes(name)), old.filter((name) => !wanted.includes(name))]
  if (more.length > 0) await io.call('kinesis', 'EnableEnhancedMonitoring', { StreamName, ShardLevelMetrics: more })
  if (less.length > 0) await io.call('kinesis', 'DisableEnhancedMonitoring', { StreamName, ShardLevelMetrics: less })
  if (more.length + less.length > 0) await active(io, StreamName)
}

export const stream: Provider = {
  type: 'AWS::Kinesis::Stream',
  properties: ['DesiredShardLevelMetrics', 'MaxRecordSizeInKiB', 'Name', 'RecordDistributionStrategy', 'ShardCount', 'StreamModeDetails', 'RetentionPeriodHours', 'StreamEncryption', 'Tags', 'WarmThroughputMiBps'],
  replaces: ['Name'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const StreamName = textOf(properties, 'Name') || io.generatedName(128)
    await io.call('kinesis', 'CreateStream', {
      StreamName,
      StreamModeDetails: { StreamMode: isOnDemand(properties) ? 'ON_DEMAND' : 'PROVISIONED' },
      ...(isOnDemand(properties) ? {} : { ShardCount: properties['ShardCount'] }),
      ...pick(properties, ['MaxRecordSizeInKiB', 'RecordDistributionStrategy', 'WarmThroughputMiBps']),
      ...(properties['Tags'] ? { Tags: tagMap(properties['Tags']) } : {}),
    })
    io.initiated(StreamName)
    await active(io, StreamName)
    await measure(io, StreamName, undefined, properties['DesiredShardLevelMetrics'])
    await retain(io, StreamName, 24, Number(properties['RetentionPeriodHours'] ?? 24))
    await encrypt(io, StreamName, properties['StreamEncryption'] as ValueMap | undefined)
    return { physicalId: StreamName, attributes: { Arn: (await summary(io, StreamName)).StreamARN! } }
  },
  async update(properties, was, io, changed) {
    const StreamName = was.physicalId
    const StreamARN = was.attributes['Arn']!
    const mode = isOnDemand(properties) ? 'ON_DEMAND' : 'PROVISIONED'
    if (isOnDemand(was.properties) !== isOnDemand(properties)) await io.call('kinesis', 'UpdateStreamMode', { StreamARN, StreamModeDetails: { StreamMode: mode } })
    await active(io, StreamName)
    if (mode === 'PROVISIONED' && changed.includes('ShardCount')) {
      await io.call('kinesis', 'UpdateShardCount', { StreamName, TargetShardCount: properties['ShardCount'], ScalingType: 'UNIFORM_SCALING' })
      await active(io, StreamName)
    }
    if (changed.includes('RetentionPeriodHours')) await retain(io, StreamName, Number(was.properties['RetentionPeriodHours'] ?? 24), Number(properties['RetentionPeriodHours'] ?? 24))
    if (changed.includes('MaxRecordSizeInKiB')) await io.call('kinesis', 'UpdateMaxRecordSize', { StreamARN, MaxRecordSizeInKiB: properties['MaxRecordSizeInKiB'] ?? 1024 })
    if (changed.includes('RecordDistributionStrategy')) await io.call('kinesis', 'UpdateStreamRecordDistributionStrategy', { StreamARN, RecordDistributionStrategy: properties['RecordDistributionStrategy'] ?? 'USER_PARTITION_KEY' })
    if (changed.includes('WarmThroughputMiBps')) {
      await io.call('kinesis', 'UpdateStreamWarmThroughput', { StreamARN, WarmThroughputMiBps: properties['WarmThroughputMiBps'] ?? 0 })
      await active(io, StreamName)
    }
    await measure(io, StreamName, was.properties['DesiredShardLevelMetrics'], properties['DesiredShardLevelMetrics'])
    if (changed.includes('StreamEncryption')) await encrypt(io, StreamName, properties['StreamEncryption'] as ValueMap | undefined, was.properties['StreamEncryption'] as ValueMap | undefined)
    if (changed.includes('Tags')) await retag(io, 'kinesis', { StreamName }, was, properties, { tag: 'AddTagsToStream', untag: 'RemoveTagsFromStream' })
    return { physicalId: StreamName, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('kinesis', 'DeleteStream', { StreamName: was.physicalId, EnforceConsumerDeletion: true })
    await io.until(() => summary(io, was.physicalId).then(() => false, () => true))
  },
}

export const streamConsumer: Provider = {
  type: 'AWS::Kinesis::StreamConsumer',
  properties: ['ConsumerName', 'StreamARN', 'Tags'],
  required: ['ConsumerName', 'StreamARN'],
  replaces: ['ConsumerName', 'StreamARN'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const { StreamARN, ConsumerName, Tags } = properties
    const tags = Tags ? { Tags: tagMap(Tags) } : {}
    const { Consumer } = await io.call<RegisterStreamConsumerCommandOutput>('kinesis', 'RegisterStreamConsumer', { StreamARN, ConsumerName, ...tags })
    const ConsumerARN = Consumer!.ConsumerARN!
    io.initiated(ConsumerARN)
    const status = async () => (await io.call<{ ConsumerDescription: { ConsumerStatus: string } }>('kinesis', 'DescribeStreamConsumer', { ConsumerARN })).ConsumerDescription
    await io.until(async () => (await status()).ConsumerStatus === 'ACTIVE')
    const created = Math.floor(Consumer!.ConsumerCreationTimestamp!.getTime() / 1000)
    return {
      physicalId: ConsumerARN,
      attributes: { ConsumerARN, ConsumerName: ConsumerName!, ConsumerStatus: 'ACTIVE', StreamARN: StreamARN!, ConsumerCreationTimestamp: String(created) },
    }
  },
  async delete(was, io) {
    await io.call('kinesis', 'DeregisterStreamConsumer', { ConsumerARN: was.physicalId })
  },
}

export const resourcePolicy: Provider = {
  type: 'AWS::Kinesis::ResourcePolicy',
  properties: ['ResourceArn', 'ResourcePolicy'],
  required: ['ResourceArn', 'ResourcePolicy'],
  replaces: ['ResourceArn'],
  async create(properties, io) {
    await putPolicy(io, properties)
    return { physicalId: textOf(properties, 'ResourceArn') }
  },
  async update(properties, was, io) {
    await putPolicy(io, properties)
    return { physicalId: was.physicalId }
  },
  async delete(was, io) {
    await io.call('kinesis', 'DeleteResourcePolicy', { ResourceARN: was.physicalId })
  },
}

const putPolicy = (io: Io, { ResourceArn, ResourcePolicy }: ValueMap) => io.call('kinesis', 'PutResourcePolicy', { ResourceARN: ResourceArn, Policy: ResourcePolicy })
