import type { RegisterStreamConsumerCommandInput, RegisterStreamConsumerCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { describeConsumer, listConsumers, registerConsumer } from '../consumers.ts'
import { limitExceeded, resourceInUse } from '../errors.ts'
import { NAME, STREAM_ARN, TAGS } from '../limits.ts'
import { addressedArn, findStream } from '../state.ts'

const MOST_CONSUMERS = 20

export const RegisterStreamConsumer = operation<RegisterStreamConsumerCommandInput, RegisterStreamConsumerCommandOutput>({
  action: 'kinesis:RegisterStreamConsumer',
  resource: addressedArn,
  limits: { StreamARN: STREAM_ARN, ConsumerName: NAME, Tags: TAGS },
  handle(input, ctx) {
    const stream = findStream(ctx, input)
    const [name, there] = [input.ConsumerName!, listConsumers(ctx, stream)]
    if (there.some((consumer) => consumer.name === name))
      throw resourceInUse(`Consumer ${name} already exists for stream ${stream.name} under account ${ctx.account}.`)
    if (there.length >= MOST_CONSUMERS)
      throw limitExceeded(`Stream ${stream.name} under account ${ctx.account} already has ${MOST_CONSUMERS} registered consumers.`)
    // The answer still says CREATING, as AWS's does; from then on the consumer is ACTIVE.
    return { Consumer: { ...describeConsumer(registerConsumer(ctx, stream, name, input.Tags ?? {})), ConsumerStatus: 'CREATING' } }
  },
})
