import type { CreateChangeSetCommandInput, CreateChangeSetCommandOutput } from '@aws-sdk/client-cloudformation'
import { TemplateError } from '../../../../template/index.ts'
import type { Context } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { operation } from '../../../kernel/operation.ts'
import { changeSetArn, changeSets, changeSetsOf, isReviewed, type ChangeSetRecord } from '../change-sets.ts'
import { changeSetExists, noStack, NO_CHANGES, requiresCapabilities, validationError } from '../errors.ts'
import { stackStatus } from '../events.ts'
import { NAME_PATTERN, SPEC_LIMITS, specOf, stackNeeds } from '../inputs.ts'
import { planOf } from '../plan.ts'
import { checkCapabilities, checkedStack, checkParsedTypes, isTransformed, missingCapabilities, parsed } from '../prepare.ts'
import { findStack, isInProgress, newStackId, type Spec, type StackRecord } from '../state.ts'
import { needTemplate } from '../template-source.ts'

export const CreateChangeSet = operation<CreateChangeSetCommandInput, CreateChangeSetCommandOutput>({
  action: 'cloudformation:CreateChangeSet',
  resource: '*',
  needs: (input, ctx) => stackNeeds('CreateChangeSet', ctx, input.StackName, input.RoleARN),
  limits: { StackName: { min: 1 }, ChangeSetName: { min: 1, max: 128, pattern: NAME_PATTERN }, ...SPEC_LIMITS, Description: { min: 1, max: 1024 } },
  async handle(input, ctx) {
    const type = input.ChangeSetType ?? 'UPDATE'
    if (type === 'IMPORT' || input.ResourcesToImport?.length) throw validationError('Importing resources is not supported by this emulator: its types are made by stacks alone.')
    const existing = findStack(ctx, input.StackName!)
    const template = input.UsePreviousTemplate ? (existing?.spec.template ?? '') : await needTemplate(ctx, input)
    const stack = stackFor(ctx, input, existing)
    if (changeSetsOf(ctx, stack.id).some(({ name }) => name === input.ChangeSetName)) throw changeSetExists(input.ChangeSetName!)
    const spec = specOf(template, input, stack.spec)
    const source = parsed(template)
    checkParsedTypes(source)
    checkCapabilities(source, spec.capabilities, false)
    const outcome = examine(ctx, stack, spec, input.ChangeSetType === 'CREATE')
    // Only now, so that a template that is refused leaves no stack behind.
    if (!existing || existing.id !== stack.id) stackStatus(ctx, stack, 'REVIEW_IN_PROGRESS', 'User Initiated')
    const id = changeSetArn(ctx, input.ChangeSetName!)
    changeSets(ctx).put(id, { ...recordOf(ctx, input, stack), id, spec, ...outcome })
    return { Id: id, StackId: stack.id }
  },
})

/** The stack that is to change, or one that is yet to be. */
function stackFor(ctx: Context, input: CreateChangeSetCommandInput, existing: StackRecord | undefined): StackRecord {
  const name = input.StackName!
  if (input.ChangeSetType !== 'CREATE') {
    if (!existing || isReviewed(existing)) throw existing ? validationError(`Stack [${name}] does not exist`) : noStack(name)
    if (isInProgress(existing) || existing.status.endsWith('_FAILED') || existing.status === 'ROLLBACK_COMPLETE')
      throw validationError(`Stack:${existing.id} is in ${existing.status} state and can not be updated.`)
    return existing
  }
  if (existing && !isReviewed(existing)) throw validationError(`Stack [${name}] already exists and cannot be created again with the changeSet [${input.ChangeSetName}].`)
  if (!new RegExp(`^${NAME_PATTERN}$`).test(name)) throw validationError(`1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: ${NAME_PATTERN}`)
  const empty: Spec = { template: '', parameters: {}, tags: [], capabilities: [], notificationArns: [] }
  return existing ?? {
    id: newStackId(ctx, name),
    name,
    status: 'REVIEW_IN_PROGRESS',
    createdAt: ctx.now,
    spec: empty,
    principal: ctx.principal,
    onFailure: 'ROLLBACK',
    terminationProtection: false,
    resources: {},
    outputs: [],
    imports: [],
    events: 0,
  }
}

type Outcome = Pick<ChangeSetRecord, 'changes' | 'status' | 'executionStatus' | 'reason'>

const failed = (reason: string): Outcome => ({ changes: [], status: 'FAILED', executionStatus: 'UNAVAILABLE', reason })

/** What is wrong after a transform fails the change set; without one the request itself. */
function examine(ctx: Context, stack: StackRecord, spec: Spec, isNew: boolean): Outcome {
  const source = parsed(spec.template)
  try {
    const loaded = checkedStack(ctx, stack, spec)
    const missing = missingCapabilities(loaded.template, spec.capabilities)
    if (missing.length > 0) return failed(requiresCapabilities(missing))
    const plan = planOf(ctx, stack, spec, loaded)
    if (!isNew && !plan.isDifferent) return failed(NO_CHANGES)
    return { changes: plan.changes, status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' }
  } catch (error) {
    if (!isTransformed(source) || !(error instanceof AwsError)) throw error instanceof TemplateError ? validationError(error.message) : error
    if (!error.message.startsWith('Resource with id')) throw error
    return failed(`Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. Number of errors found: 1. ${error.message}`)
  }
}

function recordOf(ctx: Context, input: CreateChangeSetCommandInput, stack: StackRecord) {
  return {
    name: input.ChangeSetName!,
    stackId: stack.id,
    stackName: stack.name,
    type: input.ChangeSetType === 'CREATE' ? ('CREATE' as const) : ('UPDATE' as const),
    createdAt: ctx.now,
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(input.RoleARN === undefined ? {} : { roleArn: input.RoleARN }),
    ...(input.OnStackFailure === undefined ? {} : { onFailure: input.OnStackFailure }),
  }
}
