import { TemplateError, type LoadedTemplate, type TemplateResource, type ValueMap } from '../../../template/index.ts'
import { assert, AwsError } from '../../kernel/errors.ts'
import { changedProperties, needsReplacement, wantedProperties } from './diff.ts'
import { providerOf } from './resources/index.ts'
import { isAbsence, ResourceError, type Existing, type Made, type Provider } from './resources/provider.ts'
import type { StackRun } from './stack-run.ts'
import type { ResourceRecord } from './state.ts'

/** A resource could not be had; its events have been written. */
export class StepFailed extends Error {
  readonly logicalId: string
  readonly step: 'create' | 'update'

  constructor(logicalId: string, step: 'create' | 'update', reason: string) {
    super(reason)
    this.logicalId = logicalId
    this.step = step
  }
}

/** Brings one resource to what the template says: made, changed, replaced, or left as it is. Throws `StepFailed`. */
export async function applyResource(run: StackRun, loaded: LoadedTemplate, resource: TemplateResource, imports: Set<string>): Promise<void> {
  const existing = run.stack.resources[resource.logicalId]
  const isThere = existing?.physicalId !== undefined && existing.status !== 'DELETE_COMPLETE'
  const provider = providerOf(resource.type)
  assert(provider, `there is a provider of ${resource.type}`)
  const record = recordOf(run, loaded, resource)
  let properties: ValueMap
  try {
    properties = wantedProperties(loaded, resource, run.lookup((name) => imports.add(name)), run.stack.spec.tags)
    checkProperties(provider, resource.logicalId, properties)
  } catch (error) {
    const step = isThere ? 'update' : 'create'
    run.resource({ ...(existing ?? record), properties: existing?.properties ?? {} }, isThere ? 'UPDATE_FAILED' : 'CREATE_FAILED', reasonOf(run, error))
    throw new StepFailed(resource.logicalId, step, reasonOf(run, error))
  }
  const wanted = { ...record, properties }
  if (!isThere) return create(run, provider, wanted)
  const changed = changedProperties(existing.properties, properties)
  if (needsReplacement(provider, changed)) return replace(run, provider, existing, wanted)
  if (changed.length > 0) return update(run, provider, existing, wanted, changed)
  const { physicalId, attributes, status, updatedAt, reason } = existing
  const same: ResourceRecord = { ...wanted, physicalId: physicalId!, attributes, status, updatedAt, ...(reason === undefined ? {} : { reason }) }
  run.change({ resources: { ...run.stack.resources, [resource.logicalId]: same } })
}

function recordOf(run: StackRun, loaded: LoadedTemplate, { logicalId, type, metadata, deletionPolicy, dependsOn }: TemplateResource): ResourceRecord {
  const replacePolicy = loaded.template.resources[logicalId]?.UpdateReplacePolicy
  return {
    logicalId,
    type,
    status: '',
    updatedAt: run.host.clock.now(),
    properties: {},
    metadata,
    attributes: {},
    deletionPolicy,
    updateReplacePolicy: typeof replacePolicy === 'string' ? replacePolicy : 'Delete',
    dependsOn,
  }
}

function checkProperties(provider: Provider, logicalId: string, properties: ValueMap): void {
  const known = provider.properties === 'any' ? undefined : provider.properties
  const extra = known ? Object.keys(properties).filter((name) => !known.includes(name)) : []
  const absent = (provider.required ?? []).filter((name) => properties[name] === undefined)
  const problems = [
    ...extra.map((name) => `#: extraneous key [${name}] is not permitted`),
    ...absent.map((name) => `#: required key [${name}] not found`),
  ]
  if (problems.length === 0) return
  const hint = known && extra.length > 0 ? ` (this emulator takes ${known.join(', ')})` : ''
  throw new ResourceError(`Properties validation failed for resource ${logicalId} with message:\n[${problems.join(', ')}]${hint}`)
}

async function create(run: StackRun, provider: Provider, wanted: ResourceRecord): Promise<void> {
  run.resource(wanted, 'CREATE_IN_PROGRESS')
  try {
    const made = await make(run, provider, wanted, 'CREATE_IN_PROGRESS')
    run.resource(finished(wanted, made), 'CREATE_COMPLETE')
  } catch (error) {
    fail(run, wanted.logicalId, 'create', error)
  }
}

/** The new resource takes the place of the old at once; the old is deleted when the whole update has succeeded. */
async function replace(run: StackRun, provider: Provider, existing: ResourceRecord, wanted: ResourceRecord): Promise<void> {
  run.resource({ ...existing }, 'UPDATE_IN_PROGRESS', 'Requested update requires the creation of a new physical resource; hence creating one.')
  try {
    const made = await make(run, provider, wanted, 'UPDATE_IN_PROGRESS', existing)
    run.resource(finished(wanted, made), 'UPDATE_COMPLETE')
  } catch (error) {
    fail(run, wanted.logicalId, 'update', error)
  }
}

async function make(run: StackRun, provider: Provider, wanted: ResourceRecord, status: string, old?: ResourceRecord): Promise<Made> {
  let isInitiated = false
  const initiated = (physicalId: string) => {
    if (isInitiated) return
    isInitiated = true
    if (old) run.change({ leftovers: [...(run.stack.leftovers ?? []), old] })
    run.resource({ ...wanted, physicalId }, status, 'Resource creation Initiated')
  }
  const made = await provider.create(wanted.properties, run.io(wanted.logicalId, initiated))
  initiated(made.physicalId)
  return made
}

async function update(run: StackRun, provider: Provider, existing: ResourceRecord, wanted: ResourceRecord, changed: readonly string[]): Promise<void> {
  const { physicalId, attributes } = existing
  const changing = { ...wanted, physicalId: physicalId!, attributes }
  run.resource(changing, 'UPDATE_IN_PROGRESS')
  try {
    const io = run.io(wanted.logicalId, () => {})
    const made = await provider.update!(wanted.properties, existingOf(existing), io, changed)
    // A custom resource may answer with another id, which replaces it.
    if (made.physicalId !== physicalId) run.change({ leftovers: [...(run.stack.leftovers ?? []), existing] })
    run.resource(finished(wanted, made), 'UPDATE_COMPLETE')
  } catch (error) {
    fail(run, wanted.logicalId, 'update', error)
  }
}

function fail(run: StackRun, logicalId: string, step: 'create' | 'update', error: unknown): never {
  const reason = reasonOf(run, error)
  run.resource(run.stack.resources[logicalId]!, step === 'create' ? 'CREATE_FAILED' : 'UPDATE_FAILED', reason)
  throw new StepFailed(logicalId, step, reason)
}

const finished = (record: ResourceRecord, { physicalId, attributes = {} }: Made): ResourceRecord => ({ ...record, physicalId, attributes })

export const existingOf = ({ physicalId, properties, attributes }: ResourceRecord): Existing => ({ physicalId: physicalId!, properties, attributes })

/** Puts a resource back to how it was before an update. Throws `StepFailed`. */
export async function revertResource(run: StackRun, old: ResourceRecord): Promise<void> {
  const now = run.stack.resources[old.logicalId]
  if (now && now.physicalId !== old.physicalId) {
    // What took its place goes; it itself has never been touched.
    if (now.physicalId !== undefined) run.change({ leftovers: [...(run.stack.leftovers ?? []), { ...now, updateReplacePolicy: 'Delete' }] })
    run.resource(old, 'UPDATE_COMPLETE')
    return
  }
  const changed = now ? changedProperties(now.properties, old.properties) : []
  if (now && changed.length > 0) {
    return update(run, providerOf(old.type)!, now, old, changed).catch((error: unknown) => {
      // It is not what it is to be again: the next try has it all to do.
      run.change({ resources: { ...run.stack.resources, [old.logicalId]: { ...run.stack.resources[old.logicalId]!, properties: now.properties } } })
      throw error
    })
  }
  if (now && now.status.startsWith('UPDATE_') && now.status !== old.status) run.resource(old, 'UPDATE_COMPLETE')
  else run.change({ resources: { ...run.stack.resources, [old.logicalId]: old } })
}

/** Removes what a record stands for: gives why it could not be, or undefined. Says so by `say`. */
export async function removeResource(run: StackRun, record: ResourceRecord, policy: string, say: (status: string, reason?: string) => void): Promise<string | undefined> {
  if (record.physicalId === undefined) return void say('DELETE_COMPLETE')
  if (policy.startsWith('Retain')) return void say('DELETE_SKIPPED')
  say('DELETE_IN_PROGRESS')
  try {
    await providerOf(record.type)!.delete(existingOf(record), run.io(record.logicalId, () => {}))
  } catch (error) {
    if (!isAbsence(error)) {
      const reason = reasonOf(run, error)
      say('DELETE_FAILED', reason)
      return reason
    }
  }
  return void say('DELETE_COMPLETE')
}

/** What a service's refusal is called in its frame ("Resource handler returned message"). */
const SERVICES: Readonly<Record<string, string>> = {
  apigateway: 'ApiGatewayV2', restapis: 'ApiGateway', cloudwatch: 'CloudWatch', cognito: 'CognitoIdentityProvider',
  iam: 'Iam', kinesis: 'Kinesis', lambda: 'Lambda', logs: 'CloudWatchLogs', s3: 'S3', sts: 'Sts',
}

export function reasonOf(run: StackRun, error: unknown): string {
  if (error instanceof TemplateError || error instanceof ResourceError || error instanceof StepFailed) return error.message
  if (!(error instanceof AwsError)) {
    run.host.settings.log(`cloudformation: internal error: ${error instanceof Error ? error.stack : String(error)}`)
    return 'Internal Failure'
  }
  const { calledService = '', requestId = '' } = error as { calledService?: string; requestId?: string }
  const service = SERVICES[calledService] ?? calledService
  return `Resource handler returned message: "${error.message} (Service: ${service}, Status Code: ${error.status}, Request ID: ${requestId})" (RequestToken: ${run.host.ids.uuid()}, HandlerErrorCode: ${handlerCode(error)})`
}

function handlerCode({ code, status }: AwsError): string {
  if (/AlreadyExists|AlreadyOwned|Conflict|InUse/.test(code)) return 'AlreadyExists'
  if (/AccessDenied|NotAuthorized|Unauthorized/.test(code)) return 'AccessDenied'
  if (/NotFound|NoSuch/.test(code)) return 'NotFound'
  if (/Throttl|TooManyRequests/.test(code)) return 'Throttling'
  if (/LimitExceeded/.test(code)) return 'ServiceLimitExceeded'
  return status >= 500 ? 'InternalFailure' : 'InvalidRequest'
}
