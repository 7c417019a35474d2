import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Parameter, Stack, StackEvent } from '@aws-sdk/client-cloudformation'
import { parseTemplate, TemplateError, type Template } from '../../template/index.ts'
import type { AppliedStack } from '../apply.ts'
import type { Clients } from '../clients.ts'
import { artifactBucket, ensureBucket, hasBucket, uploadPackages, uploadTemplate } from './artifacts.ts'
import { createChangeSet, discardChangeSet, executeChangeSet, type ChangeSet, type PlannedChange } from './change-set.ts'
import { DeployError } from './deploy-error.ts'
import { findStack, readStack } from './deployed-stack.ts'
import { followStack, rootCauses, type Ending } from './events.ts'
import { packageCode, type CodePackage } from './package-code.ts'

export interface DeployOptions {
  readonly clients: Clients
  readonly account: string
  readonly templateFile: string
  readonly stackName: string
  readonly parameters?: Readonly<Record<string, string>>
  /** Shows a person what would be done; nothing is done where the answer is no. */
  readonly confirm: (plan: Plan) => Promise<boolean>
  readonly onProgress: (line: string) => void
  readonly onEvent: (event: StackEvent) => void
}

/** What a deployment would do. */
export interface Plan {
  readonly stackName: string
  readonly account: string
  readonly region: string
  readonly isNew: boolean
  /** Absent where CloudFormation can only tell once the template is in the bucket. */
  readonly changes?: readonly PlannedChange[]
  readonly bucket: { readonly name: string; readonly isNew: boolean }
  readonly packages: readonly CodePackage[]
}

/** What CreateChangeSet takes in the request, in bytes. */
const LONGEST_BODY_BYTES = 51_200

/**
 * Deploys a template through a change set: builds its code, has CloudFormation plan, asks, uploads and carries it out.
 * Throws `DeployError` with the reason of the resource that failed first; or `TemplateError`.
 */
export async function deployStack(options: DeployOptions): Promise<AppliedStack> {
  const { clients, account, stackName } = options
  const { region } = clients.endpoints
  const template = await read(options.templateFile)
  const before = await findStack(clients, stackName)
  refuseBroken(before)
  const isNew = before === undefined || before.StackStatus === 'REVIEW_IN_PROGRESS'
  const parameters = parametersOf(template, before, options.parameters ?? {})
  const name = artifactBucket(stackName, account, region)
  const pseudo = { accountId: account, region, stackName, stackId: before?.StackId ?? `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/new` }
  const { templateText, packages } = await packageCode(template, { directory: dirname(resolve(options.templateFile)), bucket: name, parameters: parameters.values, pseudo })
  const plan: Plan = { stackName, account, region, isNew, bucket: { name, isNew: !(await hasBucket(clients, name, account)) }, packages }
  const deployment = { ...options, plan, templateText, sent: parameters.sent }
  const set = await planned(deployment)
  if (set.changes.length === 0 && !isNew) {
    await discardChangeSet(clients, set, false)
    options.onProgress(`Stack ${stackName} is as the template says.`)
    return readStack(clients, before, 0)
  }
  return carryOut(deployment, set)
}

interface Deployment extends DeployOptions {
  readonly plan: Plan
  readonly templateText: string
  readonly sent: readonly Parameter[]
}

async function read(templateFile: string): Promise<Template> {
  const file = resolve(templateFile)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new TemplateError(`Template ${file} cannot be read. Name one that exists with --template.`)
  })
  return parseTemplate(text, file)
}

/** What a stack is in that cannot be changed, and the way out. */
function refuseBroken(stack: Stack | undefined): void {
  const { StackName, StackStatus: status = '' } = stack ?? {}
  if (status === 'REVIEW_IN_PROGRESS') return
  if (status.endsWith('_IN_PROGRESS')) throw new DeployError(`Stack ${StackName} is being changed (${status}). Wait until that is over, then start again.`)
  if (status === 'UPDATE_ROLLBACK_FAILED') throw new DeployError(`Stack ${StackName} is in ${status}. Let CloudFormation go on: aws cloudformation continue-update-rollback --stack-name ${StackName}`)
  if (['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED', 'DELETE_FAILED'].includes(status))
    throw new DeployError(`Stack ${StackName} is in ${status} and cannot be changed. Remove it first: sandbox destroy --engine aws --stack-name ${StackName}`)
}

/** As `aws cloudformation deploy` has it: what is not given stays as it is in the stack, or is the template's default. */
function parametersOf(template: Template, stack: Stack | undefined, given: Readonly<Record<string, string>>) {
  const before = Object.fromEntries((stack?.Parameters ?? []).map(({ ParameterKey, ParameterValue }) => [ParameterKey!, ParameterValue ?? '']))
  const values: Record<string, string> = { ...given }
  const sent: Parameter[] = Object.entries(given).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }))
  for (const name of Object.keys(template.parameters)) {
    if (name in given || before[name] === undefined) continue
    values[name] = before[name]
    sent.push({ ParameterKey: name, UsePreviousValue: true })
  }
  return { values, sent }
}

async function planned({ clients, confirm, plan, templateText, sent }: Deployment): Promise<ChangeSet> {
  const { stackName, isNew, bucket } = plan
  const input = { stackName, isNew, parameters: sent }
  if (Buffer.byteLength(templateText) <= LONGEST_BODY_BYTES) return createChangeSet(clients, { ...input, template: { TemplateBody: templateText } })
  if (bucket.isNew && !(await confirm(plan))) throw declined()
  if (bucket.isNew) await ensureBucket(clients, bucket.name, plan.region)
  const TemplateURL = await uploadTemplate(clients, bucket.name, `templates/${stackName}.json`, templateText)
  return createChangeSet(clients, { ...input, template: { TemplateURL } })
}

async function carryOut({ clients, confirm, onProgress, onEvent, plan }: Deployment, set: ChangeSet): Promise<AppliedStack> {
  const { stackName, isNew, bucket, region, packages } = plan
  const isAgreed = await confirm({ ...plan, changes: set.changes }).catch(async (error: unknown) => {
    await discardChangeSet(clients, set, isNew)
    throw error
  })
  if (!isAgreed) {
    await discardChangeSet(clients, set, isNew)
    throw declined()
  }
  await ensureBucket(clients, bucket.name, region)
  await uploadPackages(clients, bucket.name, packages, ({ logicalId, zip }) => onProgress(`uploaded   code of ${logicalId} (${zip.length} bytes)`))
  const feed = await followStack(clients, set.stackId)
  await executeChangeSet(clients, set)
  const ending = await feed.untilEnd(onEvent)
  if (ending.status !== 'CREATE_COMPLETE' && ending.status !== 'UPDATE_COMPLETE') throw failure(stackName, isNew, ending)
  return readStack(clients, (await findStack(clients, stackName))!, set.changes.length)
}

const declined = () => new DeployError('Nothing was made.')

/** The resource that failed first and why; then what the rollback has left. */
function failure(stackName: string, isNew: boolean, { status, events }: Ending): DeployError {
  const lines = rootCauses(events).map(({ LogicalResourceId, ResourceType, ResourceStatusReason }) => `${LogicalResourceId} (${ResourceType}): ${ResourceStatusReason ?? 'CloudFormation gives no reason.'}`)
  return new DeployError([...(lines.length > 0 ? lines : ['CloudFormation gives no reason.']), outcome(stackName, isNew, status)].join('\n'))
}

function outcome(stackName: string, isNew: boolean, status: string): string {
  if (status === 'UPDATE_ROLLBACK_COMPLETE') return `Stack ${stackName} was rolled back and is as it was before (${status}).`
  if (status === 'UPDATE_ROLLBACK_FAILED') return `Stack ${stackName} could not be rolled back (${status}). When the reason is gone: aws cloudformation continue-update-rollback --stack-name ${stackName}`
  const remove = `Remove it before the next try: sandbox destroy --engine aws --stack-name ${stackName}`
  if (status === 'ROLLBACK_COMPLETE') return `Stack ${stackName} was rolled back: what had been made is gone (${status}). ${remove}`
  return `Stack ${stackName} is in ${status}${isNew ? ', with what could not be taken back' : ''}. ${remove}`
}
