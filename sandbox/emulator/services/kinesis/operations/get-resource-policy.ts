import type { GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput } from '@aws-sdk/client-kinesis'
import { operation } from '../../../kernel/operation.ts'
import { RESOURCE_ARN } from '../limits.ts'
import { getPolicy } from '../policies.ts'

export const GetResourcePolicy = operation<GetResourcePolicyCommandInput, GetResourcePolicyCommandOutput>({
  action: 'kinesis:GetResourcePolicy',
  resource: (input) => input.ResourceARN!,
  limits: { ResourceARN: RESOURCE_ARN },
  handle: (input, ctx) => ({ Policy: getPolicy(ctx, input.ResourceARN!) }),
})
