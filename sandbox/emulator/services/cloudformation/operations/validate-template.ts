import type { TemplateParameter, ValidateTemplateCommandInput, ValidateTemplateCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { checkParsedTypes, parsed } from '../prepare.ts'
import { needTemplate } from '../template-source.ts'
import { declarations } from '../views.ts'
import { capabilitiesView } from './get-template-summary.ts'

export const ValidateTemplate = operation<ValidateTemplateCommandInput, ValidateTemplateCommandOutput>({
  action: 'cloudformation:ValidateTemplate',
  resource: '*',
  limits: { TemplateBody: { min: 1, max: 51200 }, TemplateURL: { min: 1, max: 5120 } },
  async handle(input, ctx) {
    const template = parsed(await needTemplate(ctx, input))
    checkParsedTypes(template)
    return {
      Parameters: declarations(template).map(({ ParameterType: _, ParameterConstraints: __, ...shown }): TemplateParameter => shown),
      ...(template.description === undefined ? {} : { Description: template.description }),
      ...capabilitiesView(template),
      ...(template.transforms.length > 0 ? { DeclaredTransforms: [...template.transforms] } : {}),
    }
  },
})
