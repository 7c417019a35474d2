import type { DeleteRetentionPolicyCommandInput, DeleteRetentionPolicyCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { groupResource, NAME_LIMITS } from '../names.ts'
import { findGroup, saveGroup } from '../state.ts'

export const DeleteRetentionPolicy = operation<DeleteRetentionPolicyCommandInput, DeleteRetentionPolicyCommandOutput>({
  action: 'logs:DeleteRetentionPolicy',
  resource: groupResource,
  limits: { logGroupName: NAME_LIMITS.logGroupName },
  handle(input, ctx) {
    const { retention_days: _, ...group } = findGroup(ctx, input.logGroupName!)
    saveGroup(ctx, group)
    return {}
  },
})
