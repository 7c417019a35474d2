import type { Change } from '@aws-sdk/client-cloudformation'
import type { Context } from '../../kernel/context.ts'
import { collection, type Scope } from '../../kernel/store.ts'
import { changeSetNotFound, noStack, validationError } from './errors.ts'
import { findStack, type OnFailure, type Spec, type StackRecord } from './state.ts'

export interface ChangeSetRecord {
  readonly id: string
  readonly name: string
  readonly stackId: string
  readonly stackName: string
  readonly type: 'CREATE' | 'UPDATE'
  readonly description?: string
  readonly spec: Spec
  readonly changes: readonly Change[]
  readonly status: 'CREATE_COMPLETE' | 'FAILED'
  readonly reason?: string
  readonly executionStatus: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly roleArn?: string
  readonly onFailure?: OnFailure
}

export const changeSets = collection<ChangeSetRecord>('cloudformation.changeSets', 'region')

interface Naming {
  readonly ChangeSetName?: string | undefined
  readonly StackName?: string | undefined
}

/** By its ARN, or by its name and its stack's. */
export function findChangeSet(scope: Scope, { ChangeSetName, StackName }: Naming): ChangeSetRecord | undefined {
  const byId = changeSets(scope).get(ChangeSetName!)
  if (byId) return byId
  if (ChangeSetName!.startsWith('arn:')) return undefined
  if (StackName === undefined) throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.')
  const stack = findStack(scope, StackName)
  return stack && changeSetsOf(scope, stack.id).find(({ name }) => name === ChangeSetName)
}

export function needChangeSet(scope: Scope, naming: Naming): ChangeSetRecord {
  const found = findChangeSet(scope, naming)
  if (found) return found
  if (naming.StackName !== undefined && !findStack(scope, naming.StackName)) throw noStack(naming.StackName)
  throw changeSetNotFound(naming.ChangeSetName!)
}

export function changeSetsOf(scope: Scope, stackId: string): ChangeSetRecord[] {
  return [...changeSets(scope).values()].filter((one) => one.stackId === stackId)
}

/** One that is carried out makes the others of its stack void. */
export function dropChangeSetsOf(scope: Scope, stackId: string, except?: string): void {
  for (const { id } of changeSetsOf(scope, stackId)) if (id !== except) changeSets(scope).delete(id)
}

export function changeSetArn(ctx: Context, name: string): string {
  return `arn:aws:cloudformation:${ctx.region}:${ctx.account}:changeSet/${name}/${ctx.ids.uuid()}`
}

/** The stack as policies name it, for operations on its change sets. */
export function stackOf(scope: Scope, naming: Naming): string | undefined {
  return naming.StackName ?? changeSets(scope).get(naming.ChangeSetName ?? '')?.stackId
}

export function isReviewed(stack: StackRecord | undefined): boolean {
  return stack?.status === 'REVIEW_IN_PROGRESS'
}
