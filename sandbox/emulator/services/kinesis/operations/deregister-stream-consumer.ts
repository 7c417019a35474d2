import type { DeregisterStreamConsumerCommandInput, DeregisterStreamConsumerCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { consumerArnOf, deleteConsumer, findConsumer } from '../consumers.ts'
import { CONSUMER } from '../limits.ts'
import { forgetPolicy } from '../policies.ts'

export const DeregisterStreamConsumer = operation<
  DeregisterStreamConsumerCommandInput,
  DeregisterStreamConsumerCommandOutput
>({
  action: 'kinesis:DeregisterStreamConsumer',
  resource: consumerArnOf,
  limits: CONSUMER,
  handle(input, ctx) {
    const consumer = findConsumer(ctx, input)
    forgetPolicy(ctx, consumer.arn)
    deleteConsumer(ctx, consumer)
    return {}
  },
})
