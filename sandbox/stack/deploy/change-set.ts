import type { Change, DescribeChangeSetCommandOutput, Parameter } from '@aws-sdk/client-cloudformation'
import type { Clients } from '../clients.ts'
import { DeployError } from './deploy-error.ts'

/** One line of a plan. */
export interface PlannedChange {
  readonly action: 'Add' | 'Modify' | 'Remove' | 'Import' | 'Dynamic'
  readonly logicalId: string
  readonly type: string
  /** Of a change: whether the resource is made anew and the old one removed, with what is in it. */
  readonly replacement: 'yes' | 'maybe' | 'no'
  /** What changes of it: names of properties. */
  readonly properties: readonly string[]
}

export interface ChangeSetInput {
  readonly stackName: string
  /** There is no such stack, or one that was only planned. */
  readonly isNew: boolean
  readonly template: { readonly TemplateBody: string } | { readonly TemplateURL: string }
  readonly parameters: readonly Parameter[]
}

export interface ChangeSet {
  readonly id: string
  readonly stackId: string
  readonly changes: readonly PlannedChange[]
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 2000
const NOTHING_CHANGES = /didn't contain changes|No updates are to be performed/

/** Has CloudFormation work out what would change. Nothing is made but the plan itself, and, where the stack is new, its name. */
export async function createChangeSet(clients: Clients, { stackName, isNew, template, parameters }: ChangeSetInput): Promise<ChangeSet> {
  const { CreateChangeSetCommand } = await import('@aws-sdk/client-cloudformation')
  const client = await clients.cloudformation()
  const made = await client.send(new CreateChangeSetCommand({
    StackName: stackName,
    ChangeSetName: `sandbox-${Date.now()}`,
    ChangeSetType: isNew ? 'CREATE' : 'UPDATE',
    Description: 'By pipeline-sandbox',
    // Whoever deploys sees the roles in the plan before he says yes.
    Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'],
    Parameters: [...parameters],
    ...template,
  }))
  const id = made.Id!
  const pages = await whenReady(clients, id)
  const { Status, StatusReason = '', StackId } = pages[0]!
  if (Status === 'FAILED' && !NOTHING_CHANGES.test(StatusReason)) {
    await discardChangeSet(clients, { id, stackId: StackId! }, isNew)
    throw new DeployError(`CloudFormation cannot plan ${stackName}: ${StatusReason || 'it gives no reason'}`)
  }
  return { id, stackId: StackId!, changes: pages.flatMap(({ Changes = [] }) => Changes.flatMap(planned)) }
}

async function whenReady(clients: Clients, ChangeSetName: string): Promise<DescribeChangeSetCommandOutput[]> {
  const { DescribeChangeSetCommand } = await import('@aws-sdk/client-cloudformation')
  const client = await clients.cloudformation()
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const first = await client.send(new DescribeChangeSetCommand({ ChangeSetName }))
    if (first.Status !== 'CREATE_PENDING' && first.Status !== 'CREATE_IN_PROGRESS') {
      const pages = [first]
      for (let NextToken = first.NextToken; NextToken; NextToken = pages.at(-1)!.NextToken) pages.push(await client.send(new DescribeChangeSetCommand({ ChangeSetName, NextToken })))
      return pages
    }
    await new Promise((resolve) => setTimeout(resolve, pause))
  }
}

function planned({ ResourceChange: change }: Change): PlannedChange[] {
  if (!change) return []
  const names = (change.Details ?? []).map(({ Target }) => Target?.Name ?? Target?.Attribute)
  return [{
    action: change.Action as PlannedChange['action'],
    logicalId: change.LogicalResourceId!,
    type: change.ResourceType!,
    replacement: change.Replacement === 'True' ? 'yes' : change.Replacement === 'Conditional' ? 'maybe' : 'no',
    properties: [...new Set(names.filter((name) => name !== undefined))],
  }]
}

/** Forgets a plan, and, where nothing but the plan was there, the stack's name too. */
export async function discardChangeSet(clients: Clients, { id, stackId }: Pick<ChangeSet, 'id' | 'stackId'>, isNew: boolean): Promise<void> {
  const { DeleteChangeSetCommand, DeleteStackCommand } = await import('@aws-sdk/client-cloudformation')
  const client = await clients.cloudformation()
  await client.send(new DeleteChangeSetCommand({ ChangeSetName: id }))
  if (isNew) await client.send(new DeleteStackCommand({ StackName: stackId }))
}

export async function executeChangeSet(clients: Clients, { id }: ChangeSet): Promise<void> {
  const { ExecuteChangeSetCommand } = await import('@aws-sdk/client-cloudformation')
  const client = await clients.cloudformation()
  await client.send(new ExecuteChangeSetCommand({ ChangeSetName: id }))
}
