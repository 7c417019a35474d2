import type { LoadedTemplate } from '../../../template/index.ts'
import type { Context } from '../../kernel/context.ts'
import { stackStatus } from './events.ts'
import { runsOf, type Task } from './runs.ts'
import { putStack, type OnFailure, type Spec, type StackRecord } from './state.ts'

/** What a request says beside what the stack is to be. */
export interface Wishes {
  readonly roleArn?: string | undefined
  readonly clientToken?: string | undefined
  readonly onFailure?: OnFailure | undefined
  readonly changeSetId?: string | undefined
}

/** Whoever asks last is the one in whose name it goes on; a role stays until there is another. */
function asked(ctx: Context, stack: StackRecord, { roleArn, clientToken, onFailure, changeSetId }: Wishes): StackRecord {
  const { clientToken: _, ...rest } = stack
  return {
    ...rest,
    principal: ctx.principal,
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(clientToken === undefined ? {} : { clientToken }),
    ...(onFailure === undefined ? {} : { onFailure }),
    ...(changeSetId === undefined ? {} : { changeSetId }),
  }
}

export function beginCreate(ctx: Context, stack: StackRecord, wishes: Wishes): Promise<void> {
  stackStatus(ctx, asked(ctx, stack, wishes), 'CREATE_IN_PROGRESS', 'User Initiated')
  return begin(ctx, stack.id, 'CREATE')
}

export function beginUpdate(ctx: Context, stack: StackRecord, spec: Spec, loaded: LoadedTemplate, wishes: Wishes): Promise<void> {
  const { description: _, leftovers: __, ...rest } = asked(ctx, stack, wishes)
  const { resources, outputs, imports } = stack
  const next: StackRecord = {
    ...rest,
    spec,
    updatedAt: ctx.now,
    ...(loaded.description === undefined ? {} : { description: loaded.description }),
    before: { spec: stack.spec, resources, outputs, imports },
  }
  stackStatus(ctx, next, 'UPDATE_IN_PROGRESS', 'User Initiated')
  return begin(ctx, stack.id, 'UPDATE')
}

export function beginDelete(ctx: Context, stack: StackRecord, retain: readonly string[] | undefined, wishes: Wishes): Promise<void> {
  const { before: _, ...rest } = asked(ctx, stack, wishes)
  const next = { ...rest, ...(retain ? { retain } : {}) }
  putStack(ctx, next)
  stackStatus(ctx, next, 'DELETE_IN_PROGRESS', 'User Initiated')
  return begin(ctx, stack.id, 'DELETE')
}

/** Who asks from outside is answered when it is done, where that does not take long. */
export async function begin(ctx: Context, stackId: string, task: Task, reason?: string): Promise<void> {
  runsOf(ctx).begin(ctx, stackId, task, reason)
  if (ctx.request) await runsOf(ctx).moment(stackId)
}
