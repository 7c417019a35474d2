import type { StopStreamEncryptionCommandInput, StopStreamEncryptionCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { ENCRYPTION, STREAM } from '../limits.ts'
import { addressedArn, findStream, saveStream } from '../state.ts'

export const StopStreamEncryption = operation<StopStreamEncryptionCommandInput, StopStreamEncryptionCommandOutput>({
  action: 'kinesis:StopStreamEncryption',
  resource: addressedArn,
  limits: { ...ENCRYPTION, ...STREAM },
  handle(input, ctx) {
    const stream = findStream(ctx, input)
    delete stream.kmsKeyId
    saveStream(ctx, stream)
    return {}
  },
})
