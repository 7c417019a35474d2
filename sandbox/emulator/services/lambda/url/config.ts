import type { Cors, FunctionUrlAuthType, FunctionUrlConfig, InvokeMode } from '@aws-sdk/client-lambda'
import type { Context, Host } from '../../../kernel/context.ts'
import { LOWER_ALPHANUMERIC } from '../../../kernel/ids.ts'
import { collection } from '../../../kernel/store.ts'
import type { Limits } from '../../../kernel/validate.ts'
import { conflict, notFound } from '../errors.ts'
import { FUNCTION_NAME, functionArn, readFunctionName, type FunctionReference } from '../function-name.ts'
import { lookUp, ownedBy, qualifiedKey, scopeOf } from '../state.ts'

/** The URL of a function or of one of its aliases. */
export interface UrlConfig extends FunctionReference {
  readonly id: string
  readonly authType: FunctionUrlAuthType
  readonly invokeMode: InvokeMode
  readonly cors?: Cors
  readonly created: number
  readonly lastModified: number
}

export const urlConfigs = collection<UrlConfig>('lambda.function-urls', 'region')
/** Whose URL it is, by its id. */
const urlOwners = collection<FunctionReference>('lambda.function-url-ids', 'global', { accountOf: ({ account }) => account })

const ID_LENGTH = 32
const NOT_THERE = 'The resource you requested does not exist.'
const each = { max: 100 } as const
export const URL_LIMITS: Limits = {
  FunctionName: FUNCTION_NAME,
  Qualifier: { min: 1, max: 128, pattern: '((?!^\\d+$)^[0-9a-zA-Z-_]+$)' },
  AuthType: { enum: ['NONE', 'AWS_IAM'] },
  InvokeMode: { enum: ['BUFFERED', 'RESPONSE_STREAM'] },
  Cors: {
    members: { AllowHeaders: each, AllowMethods: { max: 6 }, AllowOrigins: each, ExposeHeaders: each, MaxAge: { minValue: 0, maxValue: 86_400 } },
  },
}

interface Input {
  readonly FunctionName: string | undefined
  readonly Qualifier?: string | undefined
  readonly AuthType?: FunctionUrlAuthType | undefined
  readonly InvokeMode?: InvokeMode | undefined
  readonly Cors?: Cors | undefined
}

export function createUrl(ctx: Context, input: Input): UrlConfig {
  const reference = readFunctionName(ctx, input.FunctionName!, input.Qualifier)
  if (!lookUp(ctx, reference)) throw notFound('Function does not exist')
  const table = urlConfigs(scopeOf(ctx, reference))
  const key = qualifiedKey(reference.name, reference.qualifier)
  if (table.has(key))
    throw conflict(
      `Failed to create function url config for [functionArn = ${arnOf(reference)}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    )
  const id = ctx.ids.chars(ID_LENGTH, LOWER_ALPHANUMERIC)
  urlOwners(scopeOf(ctx, reference)).put(id, reference)
  const made = { ...reference, id, authType: input.AuthType!, invokeMode: input.InvokeMode ?? 'BUFFERED', created: ctx.now, lastModified: ctx.now }
  return table.put(key, { ...made, ...(input.Cors ? { cors: input.Cors } : {}) })
}

export function findUrl(ctx: Context, input: Input): UrlConfig {
  const reference = readFunctionName(ctx, input.FunctionName!, input.Qualifier)
  const found = urlConfigs(scopeOf(ctx, reference)).get(qualifiedKey(reference.name, reference.qualifier))
  if (!found) throw notFound(NOT_THERE)
  return found
}

export function updateUrl(ctx: Context, input: Input): UrlConfig {
  const old = findUrl(ctx, input)
  const { AuthType: authType = old.authType, InvokeMode: invokeMode = old.invokeMode, Cors: cors = old.cors } = input
  const next = { ...old, authType, invokeMode, ...(cors ? { cors } : {}), lastModified: ctx.now }
  return urlConfigs(scopeOf(ctx, old)).put(qualifiedKey(old.name, old.qualifier), next)
}

export function deleteUrl(host: Pick<Host, 'store'>, of: FunctionReference): void {
  const table = urlConfigs(scopeOf(host, of))
  const found = table.get(qualifiedKey(of.name, of.qualifier))
  if (!found) return
  urlOwners(scopeOf(host, of)).delete(found.id)
  table.delete(qualifiedKey(of.name, of.qualifier))
}

export function urlsOf(ctx: Context, name: string): UrlConfig[] {
  const reference = readFunctionName(ctx, name)
  if (!lookUp(ctx, reference)) throw notFound('Function does not exist')
  return ownedBy(urlConfigs(scopeOf(ctx, reference)), reference.name)
}

/** The URL that a request was sent to, by its id. */
export function urlById(host: Pick<Host, 'store'>, id: string): UrlConfig | undefined {
  const owner = urlOwners({ store: host.store, account: '', region: '' }).get(id)
  return owner && urlConfigs(scopeOf(host, owner)).get(qualifiedKey(owner.name, owner.qualifier))
}

const arnOf = (of: FunctionReference) => functionArn(of, of.name, of.qualifier)

/** As AWS shows it, with an address of this engine. */
export function urlView(ctx: Context, of: UrlConfig): FunctionUrlConfig {
  return {
    FunctionUrl: `${ctx.settings.endpoint}/_aws/lambda-url/${of.id}/`,
    FunctionArn: arnOf(of),
    AuthType: of.authType,
    ...(of.cors ? { Cors: of.cors } : {}),
    CreationTime: new Date(of.created).toISOString(),
    LastModifiedTime: new Date(of.lastModified).toISOString(),
    InvokeMode: of.invokeMode,
  }
}
