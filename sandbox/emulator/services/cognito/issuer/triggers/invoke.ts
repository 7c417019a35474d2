import type { InvocationRequest, InvocationResponse } from '@aws-sdk/client-lambda'
import type { LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider'
import { servicePrincipal, type Context } from '../../../../kernel/context.ts'
import { AwsError } from '../../../../kernel/errors.ts'
import * as errors from '../../errors.ts'
import type { Client, Pool, User } from '../../state.ts'

/** What the flows need of a request: enough to change state, to make tokens, and to call a pool's functions. */
export type Acting = Pick<Context, 'store' | 'ids' | 'now' | 'settings' | 'call' | 'clock' | 'trace'>

/** A pool's functions, by their name in `LambdaConfig`, which is also what error messages call them. */
export type Trigger = keyof Pick<
  LambdaConfigType,
  | 'PreSignUp' | 'PostConfirmation' | 'PreAuthentication' | 'PostAuthentication' | 'PreTokenGeneration' | 'CustomMessage'
  | 'DefineAuthChallenge' | 'CreateAuthChallenge' | 'VerifyAuthChallengeResponse' | 'UserMigration'
>

export type Metadata = Readonly<Record<string, string>> | undefined

export interface TriggerEvent {
  /** `PreSignUp_AdminCreateUser` and the like. */
  readonly source: string
  readonly userName: string
  /** Absent where an administrator acts. */
  readonly client?: Pick<Client, 'id'> | undefined
  readonly request: object
  /** What the function is to fill in. */
  readonly response: object
  readonly version?: string
}

const LIMIT_MS = 5000
const ATTEMPTS = 3

/**
 * Invokes a pool's function and gives the `response` of the event that it returns; undefined where the pool has none.
 * Throws UserLambdaValidationException, InvalidLambdaResponseException or UnexpectedLambdaException.
 */
export async function runTrigger(ctx: Acting, pool: Pool, trigger: Trigger, event: TriggerEvent): Promise<Record<string, unknown> | undefined> {
  const functionArn = triggerArn(pool, trigger)
  if (functionArn === undefined) return undefined
  const Payload = Buffer.from(JSON.stringify(eventOf(pool, event)))
  const input = { FunctionName: functionArn, InvocationType: 'RequestResponse', Payload } as InvocationRequest
  const answer = await invoke(ctx, pool, trigger, input)
  const text = Buffer.from(answer.Payload ?? []).toString()
  if (answer.FunctionError) throw errors.userLambdaValidation(`${trigger} failed with error ${errorMessage(text)}.`)
  return responseOf(text)
}

export function triggerArn({ settings: { LambdaConfig } }: Pool, trigger: Trigger): string | undefined {
  const arn = trigger === 'PreTokenGeneration' ? LambdaConfig?.PreTokenGenerationConfig?.LambdaArn : undefined
  return arn ?? LambdaConfig?.[trigger] ?? undefined
}

/** Attributes as events hold them: with the names that tokens do not know. */
export const attributesOf = (user: Pick<User, 'sub' | 'status' | 'attributes'>): Record<string, string> => ({
  sub: user.sub,
  'cognito:user_status': user.status,
  ...user.attributes,
})

/** For requests whose caller may hand metadata to the function; absent where there is none, as in AWS. */
export const withMetadata = (clientMetadata: Metadata): { clientMetadata?: Metadata } => (clientMetadata ? { clientMetadata } : {})

function eventOf(pool: Pool, event: TriggerEvent): object {
  return {
    version: event.version ?? '1',
    region: pool.region,
    userPoolId: pool.id,
    userName: event.userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: event.client?.id ?? 'CLIENT_ID_NOT_APPLICABLE' },
    triggerSource: event.source,
    request: event.request,
    response: event.response,
  }
}

/** A function that does not answer in time is asked again, three times in all (guide: "Things to know about Lambda triggers"). */
async function invoke(ctx: Acting, pool: Pool, trigger: Trigger, input: InvocationRequest): Promise<InvocationResponse> {
  const { account, region, id } = pool
  const source = { arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`, account }
  const caller = { principal: servicePrincipal('cognito-idp.amazonaws.com', account), region, source, trace: ctx.trace }
  try {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const answer = await within(ctx, ctx.call<InvocationResponse>(caller, 'lambda', 'Invoke', input))
      if (answer) return answer
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    ctx.settings.log(`cognito ${pool.id}: ${trigger} could not be invoked: ${error.code}: ${error.message}`)
    throw errors.unexpectedLambda(`${trigger} invocation failed due to error ${error.code}.`)
  }
  throw errors.unexpectedLambda(`${trigger} invocation failed due to error Socket timeout while invoking Lambda function.`)
}

/** Undefined where the answer is not there in time; one that comes later is nobody's. */
async function within<T>(ctx: Acting, answer: Promise<T>): Promise<T | undefined> {
  const done = new AbortController()
  const late = ctx.clock.machine.sleep(LIMIT_MS, done.signal).then(() => undefined)
  answer.catch(() => {})
  try {
    return await Promise.race([answer, late])
  } finally {
    done.abort()
  }
}

function errorMessage(text: string): string {
  const { errorMessage: message } = (parse(text) ?? {}) as { errorMessage?: unknown }
  return typeof message === 'string' ? message : text
}

function responseOf(text: string): Record<string, unknown> {
  const event = parse(text)
  if (event === undefined) throw errors.invalidLambdaResponse('Invalid lambda function output : Invalid JSON')
  const response = isObject(event) ? event['response'] : undefined
  if (!isObject(response)) throw unrecognizable()
  return response
}

export const unrecognizable = (): AwsError => errors.invalidLambdaResponse('Unrecognizable lambda output')

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
