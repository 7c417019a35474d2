import type { DescribeStreamConsumerCommandInput, DescribeStreamConsumerCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { consumerArnOf, describeConsumer, findConsumer } from '../consumers.ts'
import { CONSUMER } from '../limits.ts'

export const DescribeStreamConsumer = operation<DescribeStreamConsumerCommandInput, DescribeStreamConsumerCommandOutput>({
  action: 'kinesis:DescribeStreamConsumer',
  resource: consumerArnOf,
  limits: CONSUMER,
  handle(input, ctx) {
    const consumer = findConsumer(ctx, input)
    return { ConsumerDescription: { ...describeConsumer(consumer, ctx.now), StreamARN: consumer.streamArn } }
  },
})
