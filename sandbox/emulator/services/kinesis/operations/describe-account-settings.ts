import type { DescribeAccountSettingsCommandInput, DescribeAccountSettingsCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { describeCommitment } from '../settings.ts'

export const DescribeAccountSettings = operation<DescribeAccountSettingsCommandInput, DescribeAccountSettingsCommandOutput>({
  action: 'kinesis:DescribeAccountSettings',
  resource: '*',
  handle: (_input, ctx) => ({ MinimumThroughputBillingCommitment: describeCommitment(ctx) }),
})
