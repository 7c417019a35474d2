import type { Stack, StackEvent } from '@aws-sdk/client-cloudformation'
import { parseTemplate } from '../../template/index.ts'
import type { Clients } from '../clients.ts'
import { ifFound } from '../resource.ts'
import { artifactBucket, hasBucket } from './artifacts.ts'
import { DeployError } from './deploy-error.ts'
import { findStack } from './deployed-stack.ts'
import { emptyBucket, removeBucket } from './empty-bucket.ts'
import { followStack, rootCauses, type Ending } from './events.ts'

export interface DestroyOptions {
  readonly clients: Clients
  readonly account: string
  readonly stackName: string
  readonly confirm: (removal: Removal) => Promise<boolean>
  readonly onProgress: (line: string) => void
  readonly onEvent: (event: StackEvent) => void
}

/** What is there to be removed. */
export interface Removal {
  readonly stack: Stack | undefined
  /** The stack's own, which are emptied. */
  readonly buckets: readonly string[]
  /** Buckets that its template keeps. */
  readonly kept: readonly string[]
  readonly artifacts: string | undefined
  readonly logGroups: readonly string[]
}

/** What was removed, what its template keeps, and what could not be removed, with the reason. */
export interface Destroyed {
  readonly removed: readonly string[]
  readonly kept: readonly string[]
  readonly left: readonly string[]
}

/**
 * Removes a stack with what its buckets hold, its code and its functions' logs. Safe to repeat: what is gone is passed
 * over, and what cannot be removed is told while the rest goes on.
 */
export async function destroyStack(options: DestroyOptions): Promise<Destroyed> {
  const { clients, stackName, confirm } = options
  const removal = await survey(options)
  const { stack, artifacts, logGroups } = removal
  if (stack?.EnableTerminationProtection)
    throw new DeployError(`Stack ${stackName} is protected. Take that off first: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${stackName}`)
  if (!stack && !artifacts && logGroups.length === 0) return { removed: [], kept: [], left: [] }
  if (!(await confirm(removal))) throw new DeployError('Nothing was removed.')
  const removed: string[] = []
  const left: string[] = []
  const attempt = async (what: string, work: () => Promise<unknown>) => {
    try {
      await work()
      removed.push(what)
    } catch (error) {
      left.push(`${what}: ${(error as Error).message}`)
    }
  }
  if (stack) await attempt(`stack ${stackName}`, () => removeStack(options, stack, removal.buckets))
  // A stack that is still there may need its code for the next try.
  if (artifacts && left.length === 0) await attempt(`bucket ${artifacts}`, () => removeBucket(clients, artifacts))
  for (const name of logGroups) await attempt(`log group ${name}`, () => removeLogGroup(clients, name))
  return { removed, kept: removal.kept.map((name) => `bucket ${name}`), left }
}

async function survey({ clients, account, stackName }: DestroyOptions): Promise<Removal> {
  const stack = await findStack(clients, stackName)
  const id = stack?.StackId ?? (await deletedStack(clients, stackName))
  const resources = id === undefined ? [] : await resourcesOf(clients, id)
  const kept = stack ? await keptIn(clients, stack) : new Set<string>()
  const buckets = stack ? resources.filter(({ type, isGone }) => type === 'AWS::S3::Bucket' && !isGone) : []
  const artifacts = artifactBucket(stackName, account, clients.endpoints.region)
  const functions = resources.filter(({ type }) => type === 'AWS::Lambda::Function')
  return {
    stack,
    buckets: buckets.filter(({ logicalId }) => !kept.has(logicalId)).map(({ ref }) => ref),
    kept: buckets.filter(({ logicalId }) => kept.has(logicalId)).map(({ ref }) => ref),
    artifacts: (await hasBucket(clients, artifacts, account)) ? artifacts : undefined,
    logGroups: (await Promise.all(functions.map(({ ref }) => logGroupOf(clients, ref)))).flat(),
  }
}

/** The id of the latest stack of this name that is gone: CloudFormation remembers it for ninety days. */
async function deletedStack(clients: Clients, stackName: string): Promise<string | undefined> {
  const { paginateListStacks } = await import('@aws-sdk/client-cloudformation')
  const client = await clients.cloudformation()
  for await (const page of paginateListStacks({ client }, { StackStatusFilter: ['DELETE_COMPLETE'] })) {
    const found = page.StackSummaries?.find(({ StackName }) => StackName === stackName)
    if (found) return found.StackId
  }
  return undefined
}

async function resourcesOf(clients: Clients, StackName: string) {
  const { paginateListStackResources } = await import('@aws-sdk/client-cloudformation')
  const client = await clients.cloudformation()
  const found: { logicalId: string; type: string; ref: string; isGone: boolean }[] = []
  for await (const page of paginateListStackResources({ client }, { StackName }))
    for (const { LogicalResourceId, ResourceType, PhysicalResourceId, ResourceStatus } of page.StackResourceSummaries ?? [])
      if (PhysicalResourceId) found.push({ logicalId: LogicalResourceId!, type: ResourceType!, ref: PhysicalResourceId, isGone: ResourceStatus === 'DELETE_COMPLETE' })
  return found
}

/** Logical ids that the template keeps when the stack goes: what they hold is not ours to remove. */
async function keptIn(clients: Clients, { StackId, StackStatus }: Stack): Promise<ReadonlySet<string>> {
  const { GetTemplateCommand } = await import('@aws-sdk/client-cloudformation')
  if (StackStatus === 'REVIEW_IN_PROGRESS') return new Set()
  const client = await clients.cloudformation()
  const { TemplateBody = '' } = await client.send(new GetTemplateCommand({ StackName: StackId, TemplateStage: 'Original' }))
  const { resources } = parseTemplate(TemplateBody, 'template')
  return new Set(Object.entries(resources).flatMap(([id, { DeletionPolicy = 'Delete' }]) => (DeletionPolicy === 'Delete' ? [] : [id])))
}

async function logGroupOf(clients: Clients, functionName: string): Promise<string[]> {
  const { DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs')
  const name = `/aws/lambda/${functionName}`
  const { logGroups = [] } = await (await clients.logs()).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }))
  return logGroups.some(({ logGroupName }) => logGroupName === name) ? [name] : []
}

async function removeLogGroup(clients: Clients, logGroupName: string): Promise<void> {
  const { DeleteLogGroupCommand } = await import('@aws-sdk/client-cloudwatch-logs')
  const logs = await clients.logs()
  await ifFound(() => logs.send(new DeleteLogGroupCommand({ logGroupName })), 'ResourceNotFoundException')
}

/** While a bucket is emptied, a function may still write to it: so it is tried twice. */
async function removeStack(options: DestroyOptions, stack: Stack, buckets: readonly string[]): Promise<void> {
  const first = await removeOnce(options, stack, buckets)
  const last = first.status === 'DELETE_FAILED' ? await removeOnce(options, stack, buckets) : first
  if (last.status === 'DELETE_COMPLETE') return
  const reasons = rootCauses(last.events).map(({ LogicalResourceId, ResourceStatusReason }) => `${LogicalResourceId}: ${ResourceStatusReason ?? 'CloudFormation gives no reason.'}`)
  throw new DeployError(`it is in ${last.status}. ${reasons.join('; ')}`)
}

async function removeOnce({ clients, onProgress, onEvent }: DestroyOptions, { StackId }: Stack, buckets: readonly string[]): Promise<Ending> {
  const { DeleteStackCommand } = await import('@aws-sdk/client-cloudformation')
  for (const name of buckets) {
    const count = await emptyBucket(clients, name)
    if (count > 0) onProgress(`emptied    bucket ${name} (${count} object${count === 1 ? '' : 's'} and versions)`)
  }
  const feed = await followStack(clients, StackId!)
  await (await clients.cloudformation()).send(new DeleteStackCommand({ StackName: StackId! }))
  return feed.untilEnd(onEvent)
}
