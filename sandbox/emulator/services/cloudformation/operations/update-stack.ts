import type { UpdateStackCommandInput, UpdateStackCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { beginUpdate } from '../begin.ts'
import { noStack, NO_UPDATES, validationError } from '../errors.ts'
import { SPEC_LIMITS, specOf, stackNeeds } from '../inputs.ts'
import { planOf } from '../plan.ts'
import { checkCapabilities, checkedStack, checkParsedTypes, parsed } from '../prepare.ts'
import { needStack } from '../state.ts'
import { checkUpdatable } from '../status-rules.ts'
import { needTemplate } from '../template-source.ts'

export const UpdateStack = operation<UpdateStackCommandInput, UpdateStackCommandOutput>({
  action: 'cloudformation:UpdateStack',
  resource: '*',
  needs: (input, ctx) => stackNeeds('UpdateStack', ctx, input.StackName, input.RoleARN),
  limits: { StackName: { min: 1 }, ...SPEC_LIMITS },
  async handle(input, ctx) {
    const { UsePreviousTemplate, TemplateBody, TemplateURL } = input
    if (UsePreviousTemplate && (TemplateBody ?? TemplateURL) !== undefined) throw validationError('You cannot specify both usePreviousTemplate and Template Body/URL.')
    const given = UsePreviousTemplate ? undefined : await needTemplate(ctx, input)
    const stack = needStack(ctx, input.StackName!, noStack)
    checkUpdatable(stack)
    const template = given ?? stack.spec.template
    const spec = specOf(template, input, stack.spec)
    const source = parsed(template)
    checkParsedTypes(source)
    checkCapabilities(source, spec.capabilities, true)
    const loaded = checkedStack(ctx, stack, spec)
    checkCapabilities(loaded.template, spec.capabilities, false)
    if (!planOf(ctx, stack, spec, loaded).isDifferent) throw validationError(NO_UPDATES)
    await beginUpdate(ctx, stack, spec, loaded, {
      roleArn: input.RoleARN,
      clientToken: input.ClientRequestToken,
    })
    return { StackId: stack.id }
  },
})
