import type { DescribeChannelCommandInput, DescribeChannelCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { describeChannel, findChannel } from '../channels.ts'

export const DescribeChannel = operation<DescribeChannelCommandInput, DescribeChannelCommandOutput>({
  action: 'kinesis:DescribeChannel',
  storedOnly: true,
  resource: (input) => input.ChannelARN!,
  handle: (input, ctx) => ({ ChannelDescription: describeChannel(ctx, findChannel(ctx, input.ChannelARN!)) }),
})
