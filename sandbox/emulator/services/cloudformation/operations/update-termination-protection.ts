import type { UpdateTerminationProtectionCommandInput, UpdateTerminationProtectionCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { noStack } from '../errors.ts'
import { needStack, putStack, stackArn } from '../state.ts'

export const UpdateTerminationProtection = operation<UpdateTerminationProtectionCommandInput, UpdateTerminationProtectionCommandOutput>({
  action: 'cloudformation:UpdateTerminationProtection',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  limits: { StackName: { min: 1 } },
  handle(input, ctx) {
    const stack = needStack(ctx, input.StackName!, noStack)
    putStack(ctx, { ...stack, terminationProtection: input.EnableTerminationProtection! })
    return { StackId: stack.id }
  },
})
