import type { DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { RESOURCE_ARN } from '../limits.ts'
import { deletePolicy } from '../policies.ts'

export const DeleteResourcePolicy = operation<DeleteResourcePolicyCommandInput, DeleteResourcePolicyCommandOutput>({
  action: 'kinesis:DeleteResourcePolicy',
  resource: (input) => input.ResourceARN!,
  limits: { ResourceARN: RESOURCE_ARN },
  handle(input, ctx) {
    deletePolicy(ctx, input.ResourceARN!)
    return {}
  },
})
