import type { CreateLogGroupCommandInput, CreateLogGroupCommandOutput } from '@aws-sdk/client-cloudwatch-logs'
import { operation } from '../../../kernel/operation.ts'
import { groupResource, NAME_LIMITS } from '../names.ts'
import { addGroup } from '../state.ts'

export const CreateLogGroup = operation<CreateLogGroupCommandInput, CreateLogGroupCommandOutput>({
  action: 'logs:CreateLogGroup',
  resource: groupResource,
  limits: {
    logGroupName: NAME_LIMITS.logGroupName,
    kmsKeyId: { max: 256 },
    tags: { min: 1, max: 50 },
    logGroupClass: { enum: ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY', 'ESSENTIALS'] },
  },
  handle(input, ctx) {
    addGroup(ctx, {
      name: input.logGroupName!,
      createdAt: ctx.now,
      class: input.logGroupClass ?? 'STANDARD',
      ...(input.kmsKeyId === undefined ? {} : { kmsKeyId: input.kmsKeyId }),
      deletionProtected: input.deletionProtectionEnabled ?? false,
      tags: input.tags ?? {},
      stored_bytes: 0,
    })
    return {}
  },
})
