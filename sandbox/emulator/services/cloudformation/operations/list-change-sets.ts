import type { ChangeSetSummary, ListChangeSetsCommandInput, ListChangeSetsCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { changeSetsOf } from '../change-sets.ts'
import { noStack } from '../errors.ts'
import { page } from '../paging.ts'
import { needStack, stackArn } from '../state.ts'

export const ListChangeSets = operation<ListChangeSetsCommandInput, ListChangeSetsCommandOutput>({
  action: 'cloudformation:ListChangeSets',
  resource: (input, ctx) => stackArn(ctx, input.StackName),
  limits: { StackName: { min: 1 }, NextToken: { min: 1, max: 1024 } },
  handle(input, ctx) {
    const { items, more } = page(changeSetsOf(ctx, needStack(ctx, input.StackName!, noStack).id), input.NextToken)
    const summaries = items.map(({ id, name, stackId, stackName, description, status, reason, executionStatus, createdAt }): ChangeSetSummary => ({
      StackId: stackId,
      StackName: stackName,
      ChangeSetId: id,
      ChangeSetName: name,
      ExecutionStatus: executionStatus as ChangeSetSummary['ExecutionStatus'],
      Status: status,
      ...(reason === undefined ? {} : { StatusReason: reason }),
      CreationTime: new Date(createdAt),
      ...(description === undefined ? {} : { Description: description }),
      IncludeNestedStacks: false,
    }))
    return { Summaries: summaries, ...more }
  },
})
