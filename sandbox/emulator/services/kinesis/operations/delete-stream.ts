import type { DeleteStreamCommandInput, DeleteStreamCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { deleteConsumersOf, listConsumers } from '../consumers.ts'
import { resourceInUse } from '../errors.ts'
import { STREAM } from '../limits.ts'
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
    deleteConsumersOf(ctx, stream)
    deleteStream(ctx, stream)
    return {}
  },
})
