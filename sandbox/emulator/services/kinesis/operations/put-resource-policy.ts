import type { PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { RESOURCE_ARN } from '../limits.ts'
import { putPolicy } from '../policies.ts'

export const PutResourcePolicy = operation<PutResourcePolicyCommandInput, PutResourcePolicyCommandOutput>({
  action: 'kinesis:PutResourcePolicy',
  resource: (input) => input.ResourceARN!,
  limits: { ResourceARN: RESOURCE_ARN },
  handle(input, ctx) {
    putPolicy(ctx, input.ResourceARN!, input.Policy!)
    return {}
  },
})
