import type { DescribeStackResourceCommandInput, DescribeStackResourceCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { validationError } from '../errors.ts'
import { needStack, stackArn } from '../state.ts'
import { isWritten, resourceSummary } from '../views.ts'

export const DescribeStackResource = operation<DescribeStackResourceCommandInput, DescribeStackResourceCommandOutput>({
  action: 'cloudformation:DescribeStackResource',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  handle(input, ctx) {
    const stack = needStack(ctx, input.StackName!, (name) => validationError(`Stack '${name}' does not exist`))
    const resource = stack.resources[input.LogicalResourceId!]
    if (!resource) throw validationError(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`)
    const metadata = isWritten(resource.metadata) ? { Metadata: JSON.stringify(resource.metadata) } : {}
    return { StackResourceDetail: { StackName: stack.name, StackId: stack.id, ...resourceSummary(resource), ...metadata } }
  },
})
