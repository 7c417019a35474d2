import type { Service } from '../../kernel/service.ts'
import { awsJson } from '../../protocols/aws-json.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { AddTagsToStream } from './operations/add-tags-to-stream.ts'
import { CreateStream } from './operations/create-stream.ts'
import { DecreaseStreamRetentionPeriod } from './operations/decrease-stream-retention-period.ts'
import { DeleteStream } from './operations/delete-stream.ts'
import { DeregisterStreamConsumer } from './operations/deregister-stream-consumer.ts'
import { DescribeLimits } from './operations/describe-limits.ts'
import { DescribeStream } from './operations/describe-stream.ts'
import { DescribeStreamConsumer } from './operations/describe-stream-consumer.ts'
import { DescribeStreamSummary } from './operations/describe-stream-summary.ts'
import { DisableEnhancedMonitoring } from './operations/disable-enhanced-monitoring.ts'
import { EnableEnhancedMonitoring } from './operations/enable-enhanced-monitoring.ts'
import { GetRecords } from './operations/get-records.ts'
import { GetShardIterator } from './operations/get-shard-iterator.ts'
import { IncreaseStreamRetentionPeriod } from './operations/increase-stream-retention-period.ts'
import { ListShards } from './operations/list-shards.ts'
import { ListStreamConsumers } from './operations/list-stream-consumers.ts'
import { ListStreams } from './operations/list-streams.ts'
import { ListTagsForResource } from './operations/list-tags-for-resource.ts'
import { ListTagsForStream } from './operations/list-tags-for-stream.ts'
import { MergeShards } from './operations/merge-shards.ts'
import { PutRecord } from './operations/put-record.ts'
import { PutRecords } from './operations/put-records.ts'
import { RegisterStreamConsumer } from './operations/register-stream-consumer.ts'
import { RemoveTagsFromStream } from './operations/remove-tags-from-stream.ts'
import { SplitShard } from './operations/split-shard.ts'
import { StartStreamEncryption } from './operations/start-stream-encryption.ts'
import { StopStreamEncryption } from './operations/stop-stream-encryption.ts'
import { TagResource } from './operations/tag-resource.ts'
import { UntagResource } from './operations/untag-resource.ts'
import { UpdateShardCount } from './operations/update-shard-count.ts'
import { UpdateStreamMode } from './operations/update-stream-mode.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-kinesis/dist-es/schemas/schemas_0.js'))

export const service: Service = {
  name: 'kinesis',
  protocol: awsJson(sdk),
  validationCode: 'ValidationException',
  operations: {
    AddTagsToStream,
    CreateStream,
    DecreaseStreamRetentionPeriod,
    DeleteStream,
    DeregisterStreamConsumer,
    DescribeLimits,
    DescribeStream,
    DescribeStreamConsumer,
    DescribeStreamSummary,
    DisableEnhancedMonitoring,
    EnableEnhancedMonitoring,
    GetRecords,
    GetShardIterator,
    IncreaseStreamRetentionPeriod,
    ListShards,
    ListStreamConsumers,
    ListStreams,
    ListTagsForResource,
    ListTagsForStream,
    MergeShards,
    PutRecord,
    PutRecords,
    RegisterStreamConsumer,
    RemoveTagsFromStream,
    SplitShard,
    StartStreamEncryption,
    StopStreamEncryption,
    TagResource,
    UntagResource,
    UpdateShardCount,
    UpdateStreamMode,
  },
}
