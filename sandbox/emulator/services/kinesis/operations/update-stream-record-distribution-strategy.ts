import type {
  UpdateStreamRecordDistributionStrategyCommandInput,
  UpdateStreamRecordDistributionStrategyCommandOutput,
} from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { autoNeedsOnDemand } from '../errors.ts'
import { DISTRIBUTION, STREAM_ARN } from '../limits.ts'
import { addressedArn, findReadyStream, saveStream } from '../state.ts'

/** Holds for records that come from now on; at once, so that the stream stays ACTIVE. */
export const UpdateStreamRecordDistributionStrategy = operation<
  UpdateStreamRecordDistributionStrategyCommandInput,
  UpdateStreamRecordDistributionStrategyCommandOutput
>({
  action: 'kinesis:UpdateStreamRecordDistributionStrategy',
  resource: addressedArn,
  limits: { StreamARN: STREAM_ARN, RecordDistributionStrategy: DISTRIBUTION },
  handle(input, ctx) {
    const stream = findReadyStream(ctx, input)
    const strategy = input.RecordDistributionStrategy!
    if (strategy === 'AUTO' && stream.mode === 'PROVISIONED') throw autoNeedsOnDemand()
    stream.distribution = strategy
    saveStream(ctx, stream)
    return {}
  },
})
