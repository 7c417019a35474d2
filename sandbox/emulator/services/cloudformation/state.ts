import type { Tag } from '@aws-sdk/client-cloudformation'
import type { Value, ValueMap } from '../../../template/index.ts'
import type { Context, Principal } from '../../kernel/context.ts'
import { collection, type Scope } from '../../kernel/store.ts'
import { noStackWithId } from './errors.ts'
import type { AwsError } from '../../kernel/errors.ts'

/** All that a user says of a stack. */
export interface Spec {
  /** The template as it came. */
  readonly template: string
  /** Parameters as given, without those that take their default. */
  readonly parameters: Readonly<Record<string, string>>
  readonly tags: readonly Tag[]
  readonly capabilities: readonly string[]
  readonly notificationArns: readonly string[]
}

/** One resource of a stack, as it was last made. */
export interface ResourceRecord {
  readonly logicalId: string
  readonly type: string
  /** What `Ref` gives; absent until it is known. */
  readonly physicalId?: string
  readonly status: string
  readonly reason?: string
  /** Epoch milliseconds. */
  readonly updatedAt: number
  /** Without functions. */
  readonly properties: ValueMap
  readonly metadata: ValueMap
  readonly attributes: Readonly<Record<string, Value>>
  readonly deletionPolicy: string
  readonly updateReplacePolicy: string
  readonly dependsOn: readonly string[]
}

export interface OutputRecord {
  readonly name: string
  readonly value: string
  readonly description?: string
  readonly exportName?: string
}

/** What a stack was before the update that is under way. */
export interface Before {
  readonly spec: Spec
  readonly resources: Readonly<Record<string, ResourceRecord>>
  readonly outputs: readonly OutputRecord[]
  readonly imports: readonly string[]
}

export type OnFailure = 'ROLLBACK' | 'DELETE' | 'DO_NOTHING'

export interface StackRecord {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly reason?: string
  /** Epoch milliseconds. */
  readonly createdAt: number
  readonly updatedAt?: number
  readonly deletedAt?: number
  readonly spec: Spec
  readonly description?: string
  /** In whose name its resources are made. */
  readonly principal: Principal
  readonly roleArn?: string
  readonly onFailure: OnFailure
  readonly terminationProtection: boolean
  readonly resources: Readonly<Record<string, ResourceRecord>>
  readonly outputs: readonly OutputRecord[]
  /** Names of the exports that it uses. */
  readonly imports: readonly string[]
  readonly before?: Before
  /** What an update has put something else in place of, or has no use for: to be deleted when it ends. */
  readonly leftovers?: readonly ResourceRecord[]
  /** How many events it has had. */
  readonly events: number
  readonly policy?: string
  readonly changeSetId?: string
  readonly parentId?: string
  readonly rootId?: string
  readonly clientToken?: string
  readonly timeout_min?: number
  /** Resources to leave where they are when it is deleted. */
  readonly retain?: readonly string[]
}

export interface EventRecord {
  readonly id: string
  readonly stackId: string
  readonly stackName: string
  readonly logicalId: string
  readonly physicalId: string
  readonly type: string
  readonly status: string
  readonly reason?: string
  /** Epoch milliseconds. */
  readonly time: number
  /** JSON. */
  readonly properties?: string
  readonly clientToken?: string
}

export const stacks = collection<StackRecord>('cloudformation.stacks', 'region')
/** Names of the stacks that are not deleted, with their ids. */
export const names = collection<string>('cloudformation.names', 'region')
/** By the stack's id and a number from 0. */
export const events = collection<EventRecord>('cloudformation.events', 'region')

/** What somebody who waits for a change of a stack listens to. */
export const stackTopic = (stackId: string) => `cloudformation:${stackId}`

/** The stack of that name or id; a deleted one by its id alone. */
export function findStack(scope: Scope, nameOrId: string): StackRecord | undefined {
  return stacks(scope).get(names(scope).get(nameOrId) ?? nameOrId)
}

/** Throws `absent` (by default "Stack with id … does not exist"). */
export function needStack(scope: Scope, nameOrId: string, absent: (name: string) => AwsError = noStackWithId): StackRecord {
  const found = findStack(scope, nameOrId)
  if (!found) throw absent(nameOrId)
  return found
}

export function putStack(scope: Scope, stack: StackRecord): StackRecord {
  if (stack.status === 'DELETE_COMPLETE') names(scope).delete(stack.name)
  else names(scope).put(stack.name, stack.id)
  return stacks(scope).put(stack.id, stack)
}

export function dropStack(scope: Scope, stack: StackRecord): void {
  if (names(scope).get(stack.name) === stack.id) names(scope).delete(stack.name)
  for (let number = 0; number < stack.events; number++) events(scope).delete(`${stack.id}/${number}`)
  stacks(scope).delete(stack.id)
}

/** Newest first, as CloudFormation shows them. */
export function eventsOf(scope: Scope, stack: StackRecord): EventRecord[] {
  const all = Array.from({ length: stack.events }, (_, number) => events(scope).get(`${stack.id}/${number}`)!)
  return all.reverse()
}

export const isInProgress = ({ status }: StackRecord) => status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS'

export function newStackId(ctx: Pick<Context, 'region' | 'account' | 'ids'>, name: string): string {
  return `arn:aws:cloudformation:${ctx.region}:${ctx.account}:stack/${name}/${ctx.ids.uuid()}`
}

/** What policies call a stack: its id, or for one that is not there any of that name. */
export function stackArn(ctx: Scope, nameOrId: string | undefined): string {
  if (nameOrId === undefined) return '*'
  return names(ctx).get(nameOrId) ?? (nameOrId.startsWith('arn:') ? nameOrId : `arn:aws:cloudformation:${ctx.region}:${ctx.account}:stack/${nameOrId}/*`)
}
