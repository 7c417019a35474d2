import type { GetTemplateSummaryCommandInput, GetTemplateSummaryCommandOutput } from '@aws-sdk/client-cloudformation'
import type { Template } from '../../../../template/index.ts'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { parsed, requiredCapabilities } from '../prepare.ts'
import { needStack, stackArn } from '../state.ts'
import { needTemplate } from '../template-source.ts'
import { declarations, iamTypes, isWritten } from '../views.ts'

export const GetTemplateSummary = operation<GetTemplateSummaryCommandInput, GetTemplateSummaryCommandOutput>({
  action: 'cloudformation:GetTemplateSummary',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  limits: { StackName: { min: 1 }, TemplateBody: { min: 1, max: 51200 }, TemplateURL: { min: 1, max: 5120 } },
  async handle(input, ctx) {
    const template = parsed(await textFor(input, ctx))
    const { description, metadata, transforms } = template
    return {
      Parameters: declarations(template),
      ...(description === undefined ? {} : { Description: description }),
      ...capabilitiesView(template),
      ResourceTypes: [...new Set(Object.values(template.resources).map(({ Type }) => Type))],
      Version: '2010-09-09',
      ...(isWritten(metadata) ? { Metadata: JSON.stringify(metadata) } : {}),
      DeclaredTransforms: [...transforms],
    }
  },
})

async function textFor(input: GetTemplateSummaryCommandInput, ctx: Context): Promise<string> {
  return input.StackName === undefined ? needTemplate(ctx, input) : needStack(ctx, input.StackName).spec.template
}

/** What must be acknowledged to deploy a template, and why. */
export function capabilitiesView(template: Template) {
  const types = iamTypes(template)
  const needed = [...requiredCapabilities(template), ...(template.transforms.length > 0 ? (['CAPABILITY_AUTO_EXPAND'] as const) : [])]
  if (needed.length === 0) return {}
  const because = template.transforms.length > 0 ? template.transforms : types
  const what = template.transforms.length > 0 ? 'The following transform(s) require capabilities' : 'The following resource(s) require capabilities'
  return { Capabilities: needed, CapabilitiesReason: `${what}: [${because.join(', ')}]` }
}
