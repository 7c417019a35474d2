import type { DeleteStreamCommandInput, DeleteStreamCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { listChannels } from '../channels.ts'
import { deleteConsumersOf, listConsumers } from '../consumers.ts'
import { resourceInUse } from '../errors.ts'
import { STREAM } from '../limits.ts'
import { forgetPolicy } from '../policies.ts'
import { addressedArn, deleteStream, findStream } from '../state.ts'

export const DeleteStream = operation<DeleteStreamCommandInput, DeleteStreamCommandOutput>({
  action: 'kinesis:DeleteStream',
  resource: addressedArn,
  limits: STREAM,
  handle(input, ctx) {
    const stream = findStream(ctx, input)
    if (!input.EnforceConsumerDeletion && listConsumers(ctx, stream).length > 0)
      throw resourceInUse(
        `Stream ${stream.name} under account ${ctx.account} has registered consumers. ` +
          'Deregister them, or set EnforceConsumerDeletion to true.',
      )
    if (listChannels(ctx).some(({ streamArn }) => streamArn === stream.arn))
      throw resourceInUse(`Stream ${stream.name} under account ${ctx.account} has channels. Delete them first.`)
    for (const consumer of listConsumers(ctx, stream)) forgetPolicy(ctx, consumer.arn)
    forgetPolicy(ctx, stream.arn)
    deleteConsumersOf(ctx, stream)
    deleteStream(ctx, stream)
    return {}
  },
})
