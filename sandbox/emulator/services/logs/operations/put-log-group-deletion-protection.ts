import type {
  PutLogGroupDeletionProtectionCommandInput,
  PutLogGroupDeletionProtectionCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { namedGroup, namedGroupResource } from '../names.ts'
import { findGroup, saveGroup } from '../state.ts'

export const PutLogGroupDeletionProtection = operation<PutLogGroupDeletionProtectionCommandInput, PutLogGroupDeletionProtectionCommandOutput>({
  action: 'logs:PutLogGroupDeletionProtection',
  resource: (input, ctx) => namedGroupResource(input, ctx),
  limits: { logGroupIdentifier: { min: 1, max: 2048 } },
  handle(input, ctx) {
    const group = findGroup(ctx, namedGroup(input))
    saveGroup(ctx, { ...group, deletionProtected: input.deletionProtectionEnabled! })
    return {}
  },
})
