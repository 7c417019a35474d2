import type { StartStreamEncryptionCommandInput, StartStreamEncryptionCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { ENCRYPTION, STREAM } from '../limits.ts'
import { addressedArn, findActiveStream, updateStream } from '../state.ts'

/** Records that come from now on are marked as encrypted; those that are there stay as they are. */
export const StartStreamEncryption = operation<StartStreamEncryptionCommandInput, StartStreamEncryptionCommandOutput>({
  action: 'kinesis:StartStreamEncryption',
  resource: addressedArn,
  limits: { ...ENCRYPTION, ...STREAM },
  handle(input, ctx) {
    const stream = findActiveStream(ctx, input)
    stream.kmsKeyId = input.KeyId!
    updateStream(ctx, stream)
    return {}
  },
})
