import type { GetServiceLinkedRoleDeletionStatusCommandInput, GetServiceLinkedRoleDeletionStatusCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { checkTask } from '../service-linked.ts'

export const GetServiceLinkedRoleDeletionStatus = operation<GetServiceLinkedRoleDeletionStatusCommandInput, GetServiceLinkedRoleDeletionStatusCommandOutput>({
  action: 'iam:GetServiceLinkedRoleDeletionStatus',
  resource: '*',
  limits: { DeletionTaskId: { min: 1, max: 1000 } },
  handle(input, ctx) {
    checkTask(ctx, input.DeletionTaskId!)
    return { Status: 'SUCCEEDED' }
  },
})
