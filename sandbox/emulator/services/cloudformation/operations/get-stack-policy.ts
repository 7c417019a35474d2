import type { GetStackPolicyCommandInput, GetStackPolicyCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { noStack } from '../errors.ts'
import { needStack, stackArn } from '../state.ts'

export const GetStackPolicy = operation<GetStackPolicyCommandInput, GetStackPolicyCommandOutput>({
  action: 'cloudformation:GetStackPolicy',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  handle(input, ctx) {
    const { policy } = needStack(ctx, input.StackName!, noStack)
    return policy === undefined ? {} : { StackPolicyBody: policy }
  },
})
