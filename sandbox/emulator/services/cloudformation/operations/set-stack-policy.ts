import type { SetStackPolicyCommandInput, SetStackPolicyCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { noStack, validationError } from '../errors.ts'
import { needStack, putStack, stackArn } from '../state.ts'
import { templateText } from '../template-source.ts'

export const SetStackPolicy = operation<SetStackPolicyCommandInput, SetStackPolicyCommandOutput>({
  action: 'cloudformation:SetStackPolicy',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  limits: { StackPolicyBody: { min: 1, max: 16384 }, StackPolicyURL: { min: 1, max: 5120 } },
  storedOnly: true,
  async handle(input, ctx) {
    const policy = await templateText(ctx, { TemplateBody: input.StackPolicyBody, TemplateURL: input.StackPolicyURL })
    if (policy === undefined) throw validationError('You must specify either StackPolicyBody or StackPolicyURL.')
    putStack(ctx, { ...needStack(ctx, input.StackName!, noStack), policy })
    return {}
  },
})
