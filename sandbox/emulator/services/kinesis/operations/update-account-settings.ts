import type { UpdateAccountSettingsCommandInput, UpdateAccountSettingsCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { describeCommitment, disableCommitment, enableCommitment } from '../settings.ts'

export const UpdateAccountSettings = operation<UpdateAccountSettingsCommandInput, UpdateAccountSettingsCommandOutput>({
  action: 'kinesis:UpdateAccountSettings',
  resource: '*',
  limits: { MinimumThroughputBillingCommitment: { members: { Status: { required: true, enum: ['ENABLED', 'DISABLED'] } } } },
  handle(input, ctx) {
    if (input.MinimumThroughputBillingCommitment!.Status === 'ENABLED') enableCommitment(ctx)
    else disableCommitment(ctx)
    return { MinimumThroughputBillingCommitment: describeCommitment(ctx) }
  },
})
