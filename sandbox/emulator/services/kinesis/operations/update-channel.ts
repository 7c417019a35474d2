import type { UpdateChannelCommandInput, UpdateChannelCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { describeChannel, describeLogging, findChannel, saveChannel, type Channel } from '../channels.ts'
import { invalidArgument } from '../errors.ts'
import { REQUIRED } from '../limits.ts'
import { changeTime_ms } from '../state.ts'

/** How long records may wait and where it is logged can be changed; all else stays as it was made. */
export const UpdateChannel = operation<UpdateChannelCommandInput, UpdateChannelCommandOutput>({
  action: 'kinesis:UpdateChannel',
  storedOnly: true,
  resource: (input) => input.ChannelARN!,
  limits: {
    S3DestinationConfiguration: { members: { DataFreshnessInSeconds: REQUIRED } },
    S3TablesDestinationConfiguration: { members: { DataFreshnessInSeconds: REQUIRED } },
    LoggingConfiguration: { members: { CloudWatchLogs: { required: true, members: { Enabled: REQUIRED } } } },
  },
  handle(input, ctx) {
    const channel = findChannel(ctx, input.ChannelARN!)
    channel.description = updated(channel, input)
    channel.change = { status: 'UPDATING', until: ctx.now + changeTime_ms(ctx) }
    return { ChannelDescription: describeChannel(ctx, saveChannel(ctx, channel), 'UPDATING') }
  },
})

function updated({ description, name, id }: Channel, input: UpdateChannelCommandInput): Channel['description'] {
  const { S3DestinationConfiguration: s3, S3TablesDestinationConfiguration: tables, LoggingConfiguration: logging } = input
  const { S3DestinationConfiguration: oldS3, S3TablesDestinationConfiguration: oldTables } = description
  if ((s3 && !oldS3) || (tables && !oldTables)) throw invalidArgument("A channel's destination cannot be changed.")
  return {
    ...description,
    ...(s3 ? { S3DestinationConfiguration: { ...oldS3!, ...s3 } } : {}),
    ...(tables ? { S3TablesDestinationConfiguration: { ...oldTables!, ...tables } } : {}),
    ...(logging ? { LoggingConfiguration: describeLogging(logging.CloudWatchLogs, name, id) } : {}),
  }
}
