import type { RegisterStreamConsumerCommandInput, RegisterStreamConsumerCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { describeConsumer, listConsumers, registerConsumer } from '../consumers.ts'
import { limitExceeded, resourceInUse } from '../errors.ts'
import { NAME, STREAM_ARN, TAGS } from '../limits.ts'
import { checkCreatingConsumers, consumerLimit } from '../quotas.ts'
import { addressedArn, findReadyStream } from '../state.ts'

export const RegisterStreamConsumer = operation<RegisterStreamConsumerCommandInput, RegisterStreamConsumerCommandOutput>({
  action: 'kinesis:RegisterStreamConsumer',
  resource: addressedArn,
  limits: { StreamARN: STREAM_ARN, ConsumerName: NAME, Tags: TAGS },
  handle(input, ctx) {
    const stream = findReadyStream(ctx, input)
    const [name, there] = [input.ConsumerName!, listConsumers(ctx, stream)]
    if (there.some((consumer) => consumer.name === name))
      throw resourceInUse(`Consumer ${name} already exists for stream ${stream.name} under account ${ctx.account}.`)
    const most = consumerLimit(ctx, stream)
    if (there.length >= most)
      throw limitExceeded(`Stream ${stream.name} under account ${ctx.account} already has ${most} registered consumers.`)
    checkCreatingConsumers(ctx)
    // The answer still says CREATING, as AWS's does; from then on the consumer is ACTIVE.
    return { Consumer: { ...describeConsumer(registerConsumer(ctx, stream, name, input.Tags ?? {}), ctx.now), ConsumerStatus: 'CREATING' } }
  },
})
