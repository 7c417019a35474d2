import type {
  ChannelDescription,
  ChannelStatus,
  ChannelSummary,
  CreateChannelInput,
  S3DestinationConfiguration,
  S3DestinationDescription,
  S3TablesDestinationConfiguration,
  S3TablesDestinationDescription,
} from '@aws-sdk/client-kinesis'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { resourceNotFound } from './errors.ts'
import { changeTime_ms, type Stream } from './state.ts'
import { wholeSeconds } from './views.ts'

/** A channel's settings as they are shown, and where it is in its life. Nothing is delivered. */
export interface Channel {
  readonly name: string
  readonly id: string
  readonly arn: string
  readonly streamArn: string
  description: ChannelDescription
  /** Under way until that time. */
  change: { readonly status: 'CREATING' | 'UPDATING'; readonly until: number }
  /** DELETING until that time, and then no more. */
  goneAt?: number
  tags: Readonly<Record<string, string>>
}

const channels = collection<Channel>('kinesis.channels', 'region')
const DEFAULT_FRESHNESS_S = 300
const KEY_TEMPLATE =
  'kinesis-channel/!{channel-name}/!{channel-id}/!{yyyy}/!{MM}/!{dd}/!{HH}/' +
  '!{channel-name}-!{channel-id}-!{yyyy}-!{MM}-!{dd}-!{HH}-!{mm}!{extension}'

export function createChannel(ctx: Context, stream: Stream, input: CreateChannelInput): Channel {
  const [name, id] = [input.ChannelName!, ctx.ids.uuid()]
  const arn = `${stream.arn.split(':stream/')[0]}:channel/${id}`
  const { S3DestinationConfiguration: s3, S3TablesDestinationConfiguration: tables } = input
  const errors = `kinesis-channel/errors/${name}/${id}/`
  const description: ChannelDescription = {
    ChannelName: name,
    ChannelARN: arn,
    ChannelId: id,
    ChannelStatus: 'CREATING',
    ChannelCreationTimestamp: wholeSeconds(ctx.now),
    ServiceExecutionRoleARN: input.ServiceExecutionRoleARN,
    StreamConfigurationList: [
      { ...input.StreamConfigurationList![0]!, StreamCreationTimestamp: wholeSeconds(stream.createdAt) },
    ],
    ...(s3 ? { S3DestinationConfiguration: describeS3(s3, errors) } : {}),
    ...(tables ? { S3TablesDestinationConfiguration: describeTables(tables, errors) } : {}),
    ...(input.EncryptionConfiguration ? { EncryptionConfiguration: input.EncryptionConfiguration } : {}),
    LoggingConfiguration: describeLogging(input.LoggingConfiguration?.CloudWatchLogs, name, id),
  }
  const change = { status: 'CREATING' as const, until: ctx.now + changeTime_ms(ctx) }
  return saveChannel(ctx, { name, id, arn, streamArn: stream.arn, description, change, tags: input.Tags ?? {} })
}

/** Undelivered records go to the destination's own bucket unless another is named. */
function describeS3({ StorageConfiguration, DataFreshnessInSeconds, ...rest }: S3DestinationConfiguration, errors: string): S3DestinationDescription {
  const { BucketARN, ExpectedBucketOwner } = StorageConfiguration!
  return {
    DataFreshnessInSeconds: DataFreshnessInSeconds ?? DEFAULT_FRESHNESS_S,
    DeadLetterQueueS3Configuration: { ErrorOutputPrefix: errors, ...(rest.DeadLetterQueueS3Configuration ?? { BucketARN, ExpectedBucketOwner }) },
    StorageConfiguration: { OutputKeyTemplate: KEY_TEMPLATE, StorageClass: 'STANDARD', ...StorageConfiguration! },
  }
}

function describeTables(input: S3TablesDestinationConfiguration, errors: string): S3TablesDestinationDescription {
  return {
    DataFreshnessInSeconds: input.DataFreshnessInSeconds ?? DEFAULT_FRESHNESS_S,
    DeadLetterQueueS3Configuration: { ErrorOutputPrefix: errors, ...input.DeadLetterQueueS3Configuration! },
    S3TablesConfigurationList: input.S3TablesConfigurationList,
  }
}

export type LogSettings = NonNullable<ChannelDescription['LoggingConfiguration']>['CloudWatchLogs']

export function describeLogging(logs: LogSettings, name: string, id: string): ChannelDescription['LoggingConfiguration'] {
  if (!logs?.Enabled) return { CloudWatchLogs: { ...logs, Enabled: false } }
  return { CloudWatchLogs: { LogGroupName: `/aws/kinesis/${name}/${id}`, LogStreamName: 'DestinationDelivery', ...logs } }
}

export function saveChannel(ctx: Context, channel: Channel): Channel {
  return channels(ctx).put(channel.arn, channel)
}

const isThere = (channel: Channel, now: number) => channel.goneAt === undefined || now < channel.goneAt

function statusOf({ change, goneAt }: Channel, now: number): ChannelStatus {
  return goneAt !== undefined ? 'DELETING' : now < change.until ? change.status : 'ACTIVE'
}

/** Throws ResourceNotFoundException. */
export function findChannel(ctx: Context, arn: string): Channel {
  const channel = channels(ctx).get(arn)
  if (!channel || !isThere(channel, ctx.now)) throw resourceNotFound(`Channel ${arn} under account ${ctx.account} not found.`)
  return channel
}

/** In the order of creation. */
export function listChannels(ctx: Context): Channel[] {
  return [...channels(ctx).values()].filter((channel) => isThere(channel, ctx.now))
}

export function deleteChannel(ctx: Context, channel: Channel): void {
  channel.goneAt = ctx.now + changeTime_ms(ctx)
  if (isThere(channel, ctx.now)) saveChannel(ctx, channel)
  else channels(ctx).delete(channel.arn)
}

/** `status`: in place of the true one, as answers to changes have it. */
export function describeChannel(ctx: Context, channel: Channel, status?: ChannelStatus): ChannelDescription {
  return { ...channel.description, ChannelStatus: status ?? statusOf(channel, ctx.now) }
}

export function summariseChannel(ctx: Context, channel: Channel): ChannelSummary {
  const { S3DestinationConfiguration: s3, StreamConfigurationList: streams, ChannelCreationTimestamp } = channel.description
  return {
    ChannelName: channel.name,
    ChannelARN: channel.arn,
    ChannelId: channel.id,
    ChannelStatus: statusOf(channel, ctx.now),
    ChannelCreationTimestamp,
    ChannelDestinationType: s3 ? 'S3' : 'S3_TABLES',
    Streams: streams!.map(({ StreamARN, StreamCreationTimestamp }) => ({ StreamARN, StreamCreationTimestamp })),
  }
}
