import type { DeleteChannelCommandInput, DeleteChannelCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { deleteChannel, findChannel } from '../channels.ts'

export const DeleteChannel = operation<DeleteChannelCommandInput, DeleteChannelCommandOutput>({
  action: 'kinesis:DeleteChannel',
  storedOnly: true,
  resource: (input) => input.ChannelARN!,
  handle(input, ctx) {
    deleteChannel(ctx, findChannel(ctx, input.ChannelARN!))
    return {}
  },
})
