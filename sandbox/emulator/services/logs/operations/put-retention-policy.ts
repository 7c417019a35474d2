import type { PutRetentionPolicyCommandInput, PutRetentionPolicyCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { groupResource, NAME_LIMITS } from '../names.ts'
import { findGroup, saveGroup } from '../state.ts'

const DAYS = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
])

export const PutRetentionPolicy = operation<PutRetentionPolicyCommandInput, PutRetentionPolicyCommandOutput>({
  action: 'logs:PutRetentionPolicy',
  resource: groupResource,
  limits: { logGroupName: NAME_LIMITS.logGroupName },
  handle(input, ctx) {
    const group = findGroup(ctx, input.logGroupName!)
    if (!DAYS.has(input.retentionInDays!))
      throw invalidParameter(
        `1 validation error detected: Value '${input.retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${[...DAYS].join(', ')}]`,
      )
    saveGroup(ctx, { ...group, retention_days: input.retentionInDays! })
    return {}
  },
})
