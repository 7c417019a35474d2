import type { Authorizer } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../../kernel/errors.ts'
import { invokeFunction } from '../../gateway/invoke-function.ts'
import { decides } from '../../gateway/invoke-policy.ts'
import { functionOf } from '../../rules.ts'
import { fillStageVariables, requestArn, type Identity, type MethodCall } from './call.ts'
import { evaluate } from './mapping.ts'
import { requestParts } from './request-event.ts'
import { GatewayError, unauthorized } from './response-types.ts'

interface Answer {
  /** JSON. */
  readonly policy: string
  /** With `principalId`. */
  readonly context: Readonly<Record<string, string>>
}

interface Remembered {
  readonly answer: Answer
  /** Epoch milliseconds. */
  readonly until: number
}

/** Answers by stage and identity sources. An authorizer is never changed in place: a changed one begins with none. */
const remembered = new WeakMap<Authorizer, Map<string, Remembered>>()
const MOST_REMEMBERED = 10_000

/** A TOKEN or REQUEST authorizer, or its remembered answer ("Use API Gateway Lambda authorizers"). */
export async function askFunction(call: MethodCall, authorizer: Authorizer): Promise<Identity> {
  const sources = (authorizer.identitySource ?? '').split(',').map((source) => source.trim()).filter((source) => source !== '')
  const values = sources.map((source) => evaluate(source, { call }))
  if (values.some((value) => value === undefined || value === '')) throw unauthorized()
  const pattern = authorizer.identityValidationExpression
  if (authorizer.type === 'TOKEN' && pattern && !new RegExp(`^(?:${pattern})$`).test(values[0]!)) throw unauthorized()
  const answer = await answerFor(call, authorizer, values as string[])
  await checkPolicy(call, authorizer, answer.policy)
  return { lambda: answer.context }
}

async function answerFor(call: MethodCall, authorizer: Authorizer, values: readonly string[]): Promise<Answer> {
  const ttl_ms = (authorizer.authorizerResultTtlInSeconds ?? 300) * 1000
  if (ttl_ms === 0 || values.length === 0) return ask(call, authorizer, values)
  const answers = remembered.get(authorizer) ?? new Map<string, Remembered>()
  remembered.set(authorizer, answers)
  const key = JSON.stringify([call.stage.stageName, ...values])
  const known = answers.get(key)
  if (known && known.until > call.now) return known.answer
  const answer = await ask(call, authorizer, values)
  if (answers.size >= MOST_REMEMBERED) answers.clear()
  answers.set(key, { answer, until: call.now + ttl_ms })
  return answer
}

async function ask(call: MethodCall, authorizer: Authorizer, values: readonly string[]): Promise<Answer> {
  const { region, account, apiId } = call
  const functionArn = functionOf(fillStageVariables(authorizer.authorizerUri ?? '', call))
  if (functionArn === undefined) throw misconfigured(call, authorizer, 'names no function')
  const sourceArn = `arn:aws:execute-api:${region}:${account}:${apiId}/authorizers/${authorizer.id}`
  const head = { type: authorizer.type, methodArn: requestArn(call) }
  const event = authorizer.type === 'TOKEN' ? { ...head, authorizationToken: values[0] } : { ...head, ...requestParts(call) }
  let result
  try {
    result = await invokeFunction(call, functionArn, sourceArn, event)
  } catch (error) {
    if (error instanceof AwsError) throw misconfigured(call, authorizer, `could not be asked: ${error.code}: ${error.message}`)
    throw error
  }
  const text = Buffer.from(result.Payload ?? []).toString()
  if (result.FunctionError) throw refusal(call, authorizer, text)
  return readAnswer(call, authorizer, text)
}

/** A function that fails with the word "Unauthorized" says so on purpose. */
function refusal(call: MethodCall, authorizer: Authorizer, text: string): GatewayError {
  const failure = parse(text)
  if (failure?.['errorMessage'] === 'Unauthorized') return unauthorized()
  call.host.settings.log(`REST API ${call.apiId}: authorizer ${authorizer.name} ended with an error: ${String(failure?.['errorMessage'] ?? text)}`)
  return nothingSaid('AUTHORIZER_FAILURE')
}

function readAnswer(call: MethodCall, authorizer: Authorizer, text: string): Answer {
  const answer = parse(text)
  const { principalId, policyDocument, context = {} } = answer ?? {}
  if (typeof principalId !== 'string') throw misconfigured(call, authorizer, 'returned no principalId')
  if (typeof policyDocument !== 'object' || policyDocument === null) throw misconfigured(call, authorizer, 'returned no policyDocument')
  if (typeof context !== 'object' || context === null || Object.values(context).some((value) => typeof value === 'object' && value !== null))
    throw misconfigured(call, authorizer, 'returned a context whose values are not all text, numbers or booleans')
  const texts = Object.entries(context).flatMap(([name, value]) => (value === null ? [] : [[name, String(value)] as const]))
  return { policy: JSON.stringify(policyDocument), context: { ...Object.fromEntries(texts), principalId } }
}

/** A remembered policy is looked up anew for each request: it may allow one method and not another. */
async function checkPolicy(call: MethodCall, authorizer: Authorizer, policy: string): Promise<void> {
  const decision = await decides(call, policy, requestArn(call)).catch((error: unknown) => {
    if (error instanceof AwsError) throw misconfigured(call, authorizer, `returned what is no policy: ${error.message}`)
    throw error
  })
  if (decision === 'allowed') return
  const how = decision === 'explicitDeny' ? ' with an explicit deny' : ''
  throw new GatewayError('ACCESS_DENIED', `User is not authorized to access this resource${how}`, { member: 'Message' })
}

function misconfigured(call: MethodCall, authorizer: Authorizer, what: string): GatewayError {
  call.host.settings.log(`REST API ${call.apiId}: authorizer ${authorizer.name} ${what}`)
  return nothingSaid('AUTHORIZER_CONFIGURATION_ERROR')
}

/** AWS's body for these is `{"message":null}`. */
const nothingSaid = (type: 'AUTHORIZER_CONFIGURATION_ERROR' | 'AUTHORIZER_FAILURE') => new GatewayError(type, null)

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}
