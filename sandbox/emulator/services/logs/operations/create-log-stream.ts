import type { CreateLogStreamCommandInput, CreateLogStreamCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { NAME_LIMITS, streamResource } from '../names.ts'
import { addStream } from '../state.ts'

export const CreateLogStream = operation<CreateLogStreamCommandInput, CreateLogStreamCommandOutput>({
  action: 'logs:CreateLogStream',
  resource: streamResource,
  limits: NAME_LIMITS,
  handle(input, ctx) {
    addStream(ctx, input.logGroupName!, input.logStreamName!)
    return {}
  },
})
