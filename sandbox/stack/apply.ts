import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { loadTemplate, TemplateError, type LoadedTemplate, type TemplateResource, type Value } from '../template/index.ts'
import type { Clients } from './clients.ts'
import { StackError, type BuiltCode, type Ensured, type PlannedResource, type ResourceHandler, type StackContext } from './resource.ts'
import { userPool, userPoolClient } from './resources/cognito.ts'
import { eventSourceMapping } from './resources/event-source-mapping.ts'
import { httpApi, httpApiStage } from './resources/http-api.ts'
import { role } from './resources/iam-role.ts'
import { stream } from './resources/kinesis-stream.ts'
import { lambdaFunction } from './resources/lambda-function.ts'
import { permission } from './resources/lambda-permission.ts'
import { deployment, restApi } from './resources/rest-api.ts'
import { gatewayResponse, restAuthorizer, restMethod, restModel, restResource, restValidator } from './resources/rest-api-parts.ts'
import { restApiStage } from './resources/rest-api-stage.ts'
import { bucket } from './resources/s3-bucket.ts'

const HANDLERS: readonly ResourceHandler[] = [
  bucket, stream, role, lambdaFunction, permission, eventSourceMapping, httpApi, httpApiStage, userPool, userPoolClient,
  restApi, deployment, restApiStage, restResource, restMethod, restAuthorizer, restValidator, restModel, gatewayResponse,
]

export interface ApplyOptions {
  readonly clients: Clients
  readonly templateFile: string
  readonly stackName: string
  readonly parameters?: Readonly<Record<string, string>>
  /** Code that is in it is taken from it and not built again. */
  readonly built?: BuiltCode
  /** Told of each resource as it comes to be. */
  readonly onResource?: (resource: PlannedResource, done: Ensured) => void
}

/** A stack as it stands on an engine. */
export interface AppliedStack {
  readonly name: string
  readonly account: string
  readonly outputs: Readonly<Record<string, string>>
  /** Physical ids by logical id. */
  readonly resources: Readonly<Record<string, { readonly type: string; readonly ref: string }>>
  readonly changed: number
}

/**
 * Makes the template's resources exist on an engine, through the AWS SDK and in the order that their references ask
 * for; resources that do not depend on each other are made side by side. Throws `TemplateError` (the template is
 * wrong), `StackError` (a resource cannot be had) or the SDK's error.
 */
export async function applyTemplate(options: ApplyOptions): Promise<AppliedStack> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts')
  const { clients, templateFile, stackName } = options
  const file = resolve(templateFile)
  const text = await readFile(file, 'utf8').catch(() => {
    throw new TemplateError(`Template ${file} cannot be read. Name one that exists with --template.`)
  })
  const account = (await (await clients.sts()).send(new GetCallerIdentityCommand({}))).Account!
  const { region } = clients.endpoints
  const loaded = loadTemplate(text, file, { ...(options.parameters ? { parameters: options.parameters } : {}), pseudo: pseudo(stackName, account, region) })
  refuseUnknown(loaded)
  const context: StackContext = { clients, stackName, region, account, directory: dirname(file), ...(options.built ? { built: options.built } : {}) }
  const made = await ensureAll(loaded, context, options.onResource)
  return {
    name: stackName,
    account,
    outputs: outputsOf(loaded, made, context),
    resources: Object.fromEntries([...made].map(([id, { type, ref }]) => [id, { type, ref }])),
    changed: [...made.values()].filter(({ action }) => action !== 'unchanged').length,
  }
}

type Made = Map<string, Ensured & { readonly type: string }>

const pseudo = (stackName: string, accountId: string, region: string) => ({
  accountId,
  region,
  partition: 'aws',
  stackName,
  stackId: `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/${stackName}`,
  urlSuffix: 'amazonaws.com',
  notificationArns: [],
})

/** Before anything is made: every type has to be one that we can make. */
function refuseUnknown(loaded: LoadedTemplate): void {
  const unknown = loaded.resources.filter(({ type }) => !HANDLERS.some((handler) => handler.type === type))
  if (unknown.length === 0) return
  const list = unknown.map(({ logicalId, type }) => `${logicalId} (${type})`).join(', ')
  const known = HANDLERS.map(({ type }) => type).join(', ')
  throw new TemplateError(`The sandbox cannot make ${list}. It can make: ${known}.`)
}

async function ensureAll(loaded: LoadedTemplate, context: StackContext, onResource: ApplyOptions['onResource']): Promise<Made> {
  const made: Made = new Map()
  const running = new Map<string, Promise<void>>()
  const ensure = async (resource: TemplateResource): Promise<void> => {
    await Promise.all(resource.dependsOn.map((id) => running.get(id)))
    const { logicalId, type } = resource
    const evaluate = (value: Value) => (loaded.evaluate(value, lookup(made)) ?? {}) as Record<string, unknown>
    const planned = { logicalId, type, metadata: evaluate(resource.metadata), properties: evaluate(resource.properties) }
    const done = await HANDLERS.find((handler) => handler.type === type)!.ensure(planned, context)
    made.set(logicalId, { ...done, type })
    onResource?.(planned, done)
  }
  for (const resource of loaded.resources) running.set(resource.logicalId, ensure(resource))
  const results = await Promise.allSettled(running.values())
  const failure = results.find((result) => result.status === 'rejected')
  if (failure) throw failure.reason
  return made
}

function lookup(made: Made) {
  return {
    ref: (logicalId: string): Value => made.get(logicalId)!.ref,
    getAtt(logicalId: string, attribute: string): Value {
      const { attributes, type } = made.get(logicalId)!
      const value = attributes[attribute]
      if (value === undefined) throw new StackError(logicalId, `${type} has no attribute ${attribute} here.`)
      return value
    },
  }
}

/** Outputs name an API by its address in AWS; here it is where the engine answers for it. */
function outputsOf(loaded: LoadedTemplate, made: Made, { region }: StackContext): Record<string, string> {
  const local = [...made.values()].flatMap(({ ref, address }) => (address === undefined ? [] : [[`https://${ref}.execute-api.${region}.amazonaws.com`, address] as const]))
  return Object.fromEntries(
    loaded.outputs.map(({ name, value }) => {
      let text = String(loaded.evaluate(value, lookup(made)) ?? '')
      for (const [inAws, here] of local) text = text.replace(inAws, here)
      return [name, text]
    }),
  )
}
