import type { Service } from '../../kernel/service.ts'
import { anyOf } from '../../protocols/any-of.ts'
import { awsJson } from '../../protocols/aws-json.ts'
import { cbor11, isCbor11 } from '../../protocols/cbor-1-1.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { AddTagsToStream } from './operations/add-tags-to-stream.ts'
import { CreateChannel } from './operations/create-channel.ts'
import { CreateStream } from './operations/create-stream.ts'
import { DecreaseStreamRetentionPeriod } from './operations/decrease-stream-retention-period.ts'
import { DeleteChannel } from './operations/delete-channel.ts'
import { DeleteResourcePolicy } from './operations/delete-resource-policy.ts'
import { DeleteStream } from './operations/delete-stream.ts'
import { DeregisterStreamConsumer } from './operations/deregister-stream-consumer.ts'
import { DescribeAccountSettings } from './operations/describe-account-settings.ts'
import { DescribeChannel } from './operations/describe-channel.ts'
import { DescribeLimits } from './operations/describe-limits.ts'
import { DescribeStream } from './operations/describe-stream.ts'
import { DescribeStreamConsumer } from './operations/describe-stream-consumer.ts'
import { DescribeStreamSummary } from './operations/describe-stream-summary.ts'
import { DisableEnhancedMonitoring } from './operations/disable-enhanced-monitoring.ts'
import { EnableEnhancedMonitoring } from './operations/enable-enhanced-monitoring.ts'
import { GetRecords } from './operations/get-records.ts'
import { GetResourcePolicy } from './operations/get-resource-policy.ts'
import { GetShardIterator } from './operations/get-shard-iterator.ts'
import { IncreaseStreamRetentionPeriod } from './operations/increase-stream-retention-period.ts'
import { ListChannels } from './operations/list-channels.ts'
import { ListShards } from './operations/list-shards.ts'
import { ListStreamConsumers } from './operations/list-stream-consumers.ts'
import { ListStreams } from './operations/list-streams.ts'
import { ListTagsForResource } from './operations/list-tags-for-resource.ts'
import { ListTagsForStream } from './operations/list-tags-for-stream.ts'
import { MergeShards } from './operations/merge-shards.ts'
import { PutRecord } from './operations/put-record.ts'
import { PutRecords } from './operations/put-records.ts'
import { PutResourcePolicy } from './operations/put-resource-policy.ts'
import { RegisterStreamConsumer } from './operations/register-stream-consumer.ts'
import { RemoveTagsFromStream } from './operations/remove-tags-from-stream.ts'
import { SplitShard } from './operations/split-shard.ts'
import { StartStreamEncryption } from './operations/start-stream-encryption.ts'
import { StopStreamEncryption } from './operations/stop-stream-encryption.ts'
import { SubscribeToShard } from './operations/subscribe-to-shard.ts'
import { TagResource } from './operations/tag-resource.ts'
import { UntagResource } from './operations/untag-resource.ts'
import { UpdateAccountSettings } from './operations/update-account-settings.ts'
import { UpdateChannel } from './operations/update-channel.ts'
import { UpdateMaxRecordSize } from './operations/update-max-record-size.ts'
import { UpdateShardCount } from './operations/update-shard-count.ts'
import { UpdateStreamMode } from './operations/update-stream-mode.ts'
import { UpdateStreamRecordDistributionStrategy } from './operations/update-stream-record-distribution-strategy.ts'
import { UpdateStreamWarmThroughput } from './operations/update-stream-warm-throughput.ts'
import { atOwner } from './owner.ts'
import { withCallRates } from './rates.ts'
import { endSubscriptions } from './subscriptions.ts'
import { conditionKeys, resourcePolicies } from './policies.ts'
import { describe, touches } from './trace.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-kinesis/dist-es/schemas/schemas_0.js'))

export const service: Service = {
  name: 'kinesis',
  protocol: anyOf([{ when: isCbor11, protocol: cbor11(sdk) }], awsJson(sdk)),
  validationCode: 'ValidationException',
  resourcePolicies,
  conditionKeys,
  describe,
  touches,
  operations: atOwner(withCallRates({
    AddTagsToStream,
    CreateChannel,
    CreateStream,
    DecreaseStreamRetentionPeriod,
    DeleteChannel,
    DeleteResourcePolicy,
    DeleteStream,
    DeregisterStreamConsumer,
    DescribeAccountSettings,
    DescribeChannel,
    DescribeLimits,
    DescribeStream,
    DescribeStreamConsumer,
    DescribeStreamSummary,
    DisableEnhancedMonitoring,
    EnableEnhancedMonitoring,
    GetRecords,
    GetResourcePolicy,
    GetShardIterator,
    IncreaseStreamRetentionPeriod,
    ListChannels,
    ListShards,
    ListStreamConsumers,
    ListStreams,
    ListTagsForResource,
    ListTagsForStream,
    MergeShards,
    PutRecord,
    PutRecords,
    PutResourcePolicy,
    RegisterStreamConsumer,
    RemoveTagsFromStream,
    SplitShard,
    StartStreamEncryption,
    StopStreamEncryption,
    SubscribeToShard,
    TagResource,
    UntagResource,
    UpdateAccountSettings,
    UpdateChannel,
    UpdateMaxRecordSize,
    UpdateShardCount,
    UpdateStreamMode,
    UpdateStreamRecordDistributionStrategy,
    UpdateStreamWarmThroughput,
  })),
  usualErrors: {
    ProvisionedThroughputExceededException: { message: 'Rate exceeded for shard shardId-000000000000.' },
    LimitExceededException: { message: 'Rate exceeded.' },
    ExpiredIteratorException: { message: 'Iterator expired.' },
    KMSThrottlingException: { message: 'The request was denied due to request throttling.' },
  },
  reset: (host) => endSubscriptions(host),
  resetAccount: endSubscriptions,
  stop: (host) => endSubscriptions(host),
}
