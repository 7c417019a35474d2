import type { Stack } from '@aws-sdk/client-cloudformation'
import type { AppliedStack } from '../apply.ts'
import type { Clients } from '../clients.ts'

/** The stack of this name (or, of one that is gone, this id); undefined where CloudFormation knows none. */
export async function findStack(clients: Clients, StackName: string): Promise<Stack | undefined> {
  const { DescribeStacksCommand } = await import('@aws-sdk/client-cloudformation')
  const client = await clients.cloudformation()
  try {
    return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0]
  } catch (error) {
    // CloudFormation has no code of its own for it.
    if (error instanceof Error && /does not exist/.test(error.message)) return undefined
    throw error
  }
}

/** Outputs and physical ids of a stack that stands. `changed` counts what its last deployment did. */
export async function readStack(clients: Clients, stack: Stack, changed: number): Promise<AppliedStack> {
  const { paginateListStackResources } = await import('@aws-sdk/client-cloudformation')
  const client = await clients.cloudformation()
  const resources: Record<string, { type: string; ref: string }> = {}
  for await (const page of paginateListStackResources({ client }, { StackName: stack.StackName! }))
    for (const { LogicalResourceId, ResourceType, PhysicalResourceId, ResourceStatus } of page.StackResourceSummaries ?? [])
      if (ResourceStatus !== 'DELETE_COMPLETE' && PhysicalResourceId !== undefined) resources[LogicalResourceId!] = { type: ResourceType!, ref: PhysicalResourceId }
  return {
    name: stack.StackName!,
    account: accountOf(stack),
    outputs: Object.fromEntries((stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey!, OutputValue ?? ''])),
    resources,
    changed,
  }
}

/** From `arn:aws:cloudformation:region:account:stack/…`. */
function accountOf({ StackId = '' }: Stack): string {
  return StackId.split(':')[4] ?? ''
}
