import type { CreateChannelCommandInput, CreateChannelCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { createChannel, describeChannel, listChannels } from '../channels.ts'
import { invalidArgument, resourceInUse, validationException } from '../errors.ts'
import { KMS_ONLY, NAME, REQUIRED, STREAM_ARN, TAGS } from '../limits.ts'
import { findReadyStream } from '../state.ts'

/** Kept and shown; nothing is delivered. */
export const CreateChannel = operation<CreateChannelCommandInput, CreateChannelCommandOutput>({
  action: 'kinesis:CreateChannel',
  storedOnly: true,
  resource: (input) => input.StreamConfigurationList?.[0]?.StreamARN ?? '*',
  limits: {
    ChannelName: NAME,
    StreamConfigurationList: {
      each: {
        members: {
          StreamARN: { ...STREAM_ARN, required: true },
          RecordConfiguration: { required: true, members: { RecordFormatType: { required: true, enum: ['GSR_JSON', 'JSON', 'STRING', 'BYTE_ARRAY'] } } },
        },
      },
    },
    S3DestinationConfiguration: { members: { StorageConfiguration: { required: true, members: { BucketARN: REQUIRED, ExpectedBucketOwner: REQUIRED, CompressionType: { required: true, enum: ['NONE', 'GZIP', 'ZSTD'] } } } } },
    S3TablesDestinationConfiguration: { members: { DeadLetterQueueS3Configuration: REQUIRED, S3TablesConfigurationList: REQUIRED } },
    EncryptionConfiguration: { members: KMS_ONLY },
    Tags: TAGS,
  },
  handle(input, ctx) {
    const { ChannelName: name, S3DestinationConfiguration: s3, S3TablesDestinationConfiguration: tables } = input
    if ((s3 === undefined) === (tables === undefined))
      throw invalidArgument('Either S3DestinationConfiguration or S3TablesDestinationConfiguration must be specified, but not both.')
    const sources = input.StreamConfigurationList!
    if (sources.length !== 1) throw invalidArgument('Exactly one stream must be specified in StreamConfigurationList.')
    const { StreamARN, RecordConfiguration } = sources[0]!
    const stream = findReadyStream(ctx, { StreamARN })
    if (stream.mode !== 'ON_DEMAND') throw validationException('Channels are only supported for streams in ON_DEMAND mode.')
    const format = RecordConfiguration!.RecordFormatType!
    if (s3 ? format === 'GSR_JSON' : format === 'STRING' || format === 'BYTE_ARRAY')
      throw invalidArgument(`RecordFormatType ${format} is not supported for this destination.`)
    if (tables && RecordConfiguration!.GSRSchemaARN === undefined)
      throw invalidArgument('GSRSchemaARN is required when the destination is a streaming table.')
    if (listChannels(ctx).some((channel) => channel.name === name))
      throw resourceInUse(`Channel ${name} under account ${ctx.account} already exists.`)
    return { ChannelDescription: describeChannel(ctx, createChannel(ctx, stream, input), 'CREATING') }
  },
})
