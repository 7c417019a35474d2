import type { DeleteLogStreamCommandInput, DeleteLogStreamCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { NAME_LIMITS, streamResource } from '../names.ts'
import { findStream, removeStream } from '../state.ts'

export const DeleteLogStream = operation<DeleteLogStreamCommandInput, DeleteLogStreamCommandOutput>({
  action: 'logs:DeleteLogStream',
  resource: streamResource,
  limits: NAME_LIMITS,
  handle(input, ctx) {
    removeStream(ctx, findStream(ctx, input.logGroupName!, input.logStreamName!))
    return {}
  },
})
