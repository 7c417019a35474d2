import type { DescribeStackResourcesCommandInput, DescribeStackResourcesCommandOutput } from '@aws-sdk/client-cloudformation'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { validationError } from '../errors.ts'
import { needStack, stackArn, stacks, type StackRecord } from '../state.ts'
import { resourceView } from '../views.ts'

/** A stack's resources, or all of the stack that a resource belongs to. */
export const DescribeStackResources = operation<DescribeStackResourcesCommandInput, DescribeStackResourcesCommandOutput>({
  action: 'cloudformation:DescribeStackResources',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  handle(input, ctx) {
    const { LogicalResourceId: wanted, PhysicalResourceId, StackName } = input
    if ((StackName === undefined) === (PhysicalResourceId === undefined)) throw validationError('Specify either StackName or PhysicalResourceId.')
    const stack = StackName === undefined ? ownerOf(ctx, PhysicalResourceId!) : needStack(ctx, StackName)
    const shown = Object.values(stack.resources).filter(({ logicalId }) => wanted === undefined || logicalId === wanted)
    return { StackResources: shown.map((resource) => resourceView(stack, resource)) }
  },
})

function ownerOf(ctx: Context, physicalId: string): StackRecord {
  const owner = [...stacks(ctx).values()].find(({ status, resources }) => status !== 'DELETE_COMPLETE' && Object.values(resources).some((one) => one.physicalId === physicalId))
  if (!owner) throw validationError(`Stack for ${physicalId} does not exist`)
  return owner
}
