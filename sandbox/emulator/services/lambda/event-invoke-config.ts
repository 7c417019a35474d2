import type { DestinationConfig, FunctionEventInvokeConfig, PutFunctionEventInvokeConfigCommandInput } from '@aws-sdk/client-lambda'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { invalidParameter, notFound, unsupported } from './errors.ts'
import { functionArn, readFunctionName, type FunctionReference } from './function-name.ts'
import { LATEST, lookUp, qualifiedKey, scopeOf } from './state.ts'

/** How the events of a function, a version or an alias are retried, and who is told of their end. */
export interface InvokeConfig {
  readonly functionArn: string
  /** Epoch milliseconds. */
  readonly lastModified: number
  readonly retries?: number
  readonly age_s?: number
  readonly destinations: DestinationConfig
}

export const invokeConfigs = collection<InvokeConfig>('lambda.invoke-configs', 'region')

const DESTINATION = {
  max: 350,
  pattern: '^$|arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)',
} as const

export const INVOKE_CONFIG_LIMITS = {
  MaximumRetryAttempts: { minValue: 0, maxValue: 2 },
  MaximumEventAgeInSeconds: { minValue: 60, maxValue: 21_600 },
  DestinationConfig: {
    members: { OnSuccess: { members: { Destination: DESTINATION } }, OnFailure: { members: { Destination: DESTINATION } } },
  },
} as const

type Settings = PutFunctionEventInvokeConfigCommandInput

/** Stores the settings; those that the request leaves out stay as they are in `before`. */
export function putInvokeConfig(ctx: Context, input: Settings, before?: Partial<InvokeConfig>): InvokeConfig {
  const reference = referenceOf(ctx, input)
  if (!lookUp(ctx, reference)) throw notFound("The function doesn't exist.")
  const { MaximumRetryAttempts: retries = before?.retries, MaximumEventAgeInSeconds: age_s = before?.age_s } = input
  if (input.MaximumRetryAttempts === undefined && input.MaximumEventAgeInSeconds === undefined && input.DestinationConfig === undefined)
    throw invalidParameter('You must specify at least one of error handling or destination setting.')
  const destinations = { OnSuccess: {}, OnFailure: {}, ...before?.destinations, ...readDestinations(ctx, reference, input.DestinationConfig) }
  const config: InvokeConfig = {
    functionArn: functionArn(reference, reference.name, reference.qualifier ?? LATEST),
    lastModified: ctx.now,
    ...(retries === undefined ? {} : { retries }),
    ...(age_s === undefined ? {} : { age_s }),
    destinations,
  }
  invokeConfigs(scopeOf(ctx, reference)).put(qualifiedKey(reference.name, reference.qualifier), config)
  return config
}

type Named = Pick<Settings, 'FunctionName' | 'Qualifier'>

export const referenceOf = (ctx: Context, input: Named) => readFunctionName(ctx, input.FunctionName!, input.Qualifier)

export function findInvokeConfig(ctx: Context, input: Named): InvokeConfig {
  const reference = referenceOf(ctx, input)
  const found = invokeConfigs(scopeOf(ctx, reference)).get(qualifiedKey(reference.name, reference.qualifier))
  if (found) return found
  throw notFound(`The function ${functionArn(reference, reference.name, reference.qualifier ?? LATEST)} doesn't have an EventInvokeConfig`)
}

export function invokeConfigView(of: InvokeConfig): FunctionEventInvokeConfig {
  return {
    LastModified: new Date(of.lastModified),
    FunctionArn: of.functionArn,
    ...(of.retries === undefined ? {} : { MaximumRetryAttempts: of.retries }),
    ...(of.age_s === undefined ? {} : { MaximumEventAgeInSeconds: of.age_s }),
    DestinationConfig: of.destinations,
  }
}

function readDestinations(ctx: Context, of: FunctionReference, given: DestinationConfig | undefined): DestinationConfig {
  if (!given) return {}
  const { OnSuccess, OnFailure } = given
  const valid = isDestination(ctx, of, OnSuccess?.Destination, false) && isDestination(ctx, of, OnFailure?.Destination, true)
  if (!valid) throw invalidDestinations(OnSuccess?.Destination, OnFailure?.Destination)
  const kept = (arn: string | undefined) => (arn ? { Destination: arn } : {})
  return { ...(OnSuccess ? { OnSuccess: kept(OnSuccess.Destination) } : {}), ...(OnFailure ? { OnFailure: kept(OnFailure.Destination) } : {}) }
}

function isDestination(ctx: Context, of: FunctionReference, arn: string | undefined, onFailure: boolean): boolean {
  if (!arn) return true
  const service = arn.split(':')[2]!
  if (service === 'sqs' || service === 'sns' || service === 'events') throw unsupported(`A destination in ${service} (${arn})`)
  if (service === 's3') return onFailure
  if (service !== 'lambda') return false
  const target = readFunctionName(ctx, arn)
  if (target.name === of.name && target.account === of.account && target.region === of.region)
    throw invalidParameter("You can't specify the function as a destination for itself.")
  if (!lookUp(ctx, target)) throw invalidParameter(`The destination ARN ${arn} is invalid.`)
  return true
}

function invalidDestinations(success: string | undefined, failure: string | undefined) {
  const part = (name: string, arn: string | undefined) => (arn ? `${name}(destination=${arn})` : 'null')
  return invalidParameter(
    `The provided destination config DestinationConfig(onSuccess=${part('OnSuccess', success)}, onFailure=${part('OnFailure', failure)}) is invalid.`,
  )
}
