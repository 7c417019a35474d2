import type { UpdateMaxRecordSizeCommandInput, UpdateMaxRecordSizeCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { MAX_RECORD_SIZE, STREAM_ARN } from '../limits.ts'
import { addressedArn, findActiveStream, updateStream } from '../state.ts'

/** Records that are there stay, also those that would be too large by then. */
export const UpdateMaxRecordSize = operation<UpdateMaxRecordSizeCommandInput, UpdateMaxRecordSizeCommandOutput>({
  action: 'kinesis:UpdateMaxRecordSize',
  resource: addressedArn,
  limits: { MaxRecordSizeInKiB: MAX_RECORD_SIZE, StreamARN: STREAM_ARN },
  handle(input, ctx) {
    const stream = findActiveStream(ctx, input)
    stream.maxRecord_KiB = input.MaxRecordSizeInKiB!
    updateStream(ctx, stream)
    return {}
  },
})
