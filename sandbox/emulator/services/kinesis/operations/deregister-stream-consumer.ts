import type { DeregisterStreamConsumerCommandInput, DeregisterStreamConsumerCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { consumerArnOf, deleteConsumer, findConsumer } from '../consumers.ts'
import { CONSUMER } from '../limits.ts'

export const DeregisterStreamConsumer = operation<
  DeregisterStreamConsumerCommandInput,
  DeregisterStreamConsumerCommandOutput
>({
  action: 'kinesis:DeregisterStreamConsumer',
  resource: consumerArnOf,
  limits: CONSUMER,
  handle(input, ctx) {
    deleteConsumer(ctx, findConsumer(ctx, input))
    return {}
  },
})
