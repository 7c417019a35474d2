import type { DescribeChangeSetCommandInput, DescribeChangeSetCommandOutput } from '@aws-sdk/client-cloudformation'
import { operation } from '../../../kernel/operation.ts'
import { needChangeSet, stackOf } from '../change-sets.ts'
import { page } from '../paging.ts'
import { stackArn } from '../state.ts'
import { parametersView } from '../views.ts'

export const DescribeChangeSet = operation<DescribeChangeSetCommandInput, DescribeChangeSetCommandOutput>({
  action: 'cloudformation:DescribeChangeSet',
  resource: (input, ctx) => stackArn(ctx, stackOf(ctx, input)),
  limits: { ChangeSetName: { min: 1, max: 1600 }, NextToken: { min: 1, max: 1024 } },
  handle(input, ctx) {
    const found = needChangeSet(ctx, input)
    const { id, name, stackId, stackName, description, spec, createdAt, status, reason, executionStatus, onFailure } = found
    const { items, more } = page(found.changes, input.NextToken)
    return {
      ChangeSetName: name,
      ChangeSetId: id,
      StackId: stackId,
      StackName: stackName,
      ...(description === undefined ? {} : { Description: description }),
      Parameters: parametersView(spec),
      CreationTime: new Date(createdAt),
      ExecutionStatus: executionStatus as DescribeChangeSetCommandOutput['ExecutionStatus'],
      Status: status,
      ...(reason === undefined ? {} : { StatusReason: reason }),
      NotificationARNs: [...spec.notificationArns],
      RollbackConfiguration: {},
      Capabilities: [...spec.capabilities] as DescribeChangeSetCommandOutput['Capabilities'],
      Tags: [...spec.tags],
      Changes: items,
      ...more,
      IncludeNestedStacks: false,
      ...(onFailure === undefined ? {} : { OnStackFailure: onFailure }),
    }
  },
})
