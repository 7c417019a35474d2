import type { StopStreamEncryptionCommandInput, StopStreamEncryptionCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { ENCRYPTION, STREAM } from '../limits.ts'
import { addressedArn, findActiveStream, updateStream } from '../state.ts'

export const StopStreamEncryption = operation<StopStreamEncryptionCommandInput, StopStreamEncryptionCommandOutput>({
  action: 'kinesis:StopStreamEncryption',
  resource: addressedArn,
  limits: { ...ENCRYPTION, ...STREAM },
  handle(input, ctx) {
    const stream = findActiveStream(ctx, input)
    delete stream.kmsKeyId
    updateStream(ctx, stream)
    return {}
  },
})
