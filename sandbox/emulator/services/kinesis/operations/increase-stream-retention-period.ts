import type {
  IncreaseStreamRetentionPeriodCommandInput,
  IncreaseStreamRetentionPeriodCommandOutput,
} from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { invalidArgument } from '../errors.ts'
import { STREAM } from '../limits.ts'
import { checkRetention } from '../retention.ts'
import { addressedArn, findActiveStream, setRetention } from '../state.ts'

export const IncreaseStreamRetentionPeriod = operation<
  IncreaseStreamRetentionPeriodCommandInput,
  IncreaseStreamRetentionPeriodCommandOutput
>({
  action: 'kinesis:IncreaseStreamRetentionPeriod',
  resource: addressedArn,
  limits: STREAM,
  handle(input, ctx) {
    const stream = findActiveStream(ctx, input)
    const hours = checkRetention(input.RetentionPeriodHours!)
    if (hours < stream.retention_h)
      throw invalidArgument(
        `Requested retention period (${hours} hours) for stream ${stream.name} can not be shorter than ` +
          `existing retention period (${stream.retention_h} hours). Use DecreaseRetentionPeriod API.`,
      )
    setRetention(ctx, stream, hours)
    return {}
  },
})
