import type { GetTemplateCommandInput, GetTemplateCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { needChangeSet } from '../change-sets.ts'
import { validationError } from '../errors.ts'
import { asValidation, loadStack, parsed, processedText } from '../prepare.ts'
import { needStack, stackArn } from '../state.ts'

export const GetTemplate = operation<GetTemplateCommandInput, GetTemplateCommandOutput>({
  action: 'cloudformation:GetTemplate',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  handle(input, ctx) {
    if (input.StackName === undefined && input.ChangeSetName === undefined) throw validationError('Either StackName or ChangeSetName must be specified.')
    const changeSet = input.ChangeSetName === undefined ? undefined : needChangeSet(ctx, input)
    const stack = needStack(ctx, changeSet?.stackId ?? input.StackName!)
    const spec = changeSet?.spec ?? stack.spec
    const isProcessed = input.TemplateStage === 'Processed' && parsed(spec.template).transforms.length > 0
    const body = isProcessed ? asValidation(() => processedText(loadStack(ctx, stack, spec).template)) : spec.template
    return { TemplateBody: body, StagesAvailable: ['Original', 'Processed'] }
  },
})
