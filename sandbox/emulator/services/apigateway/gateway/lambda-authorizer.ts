import type { Authorizer } from '@aws-sdk/client-apigatewayv2'
import { AwsError } from '../../../kernel/errors.ts'
import { functionOf } from '../rules.ts'
import { forbidden, internalError, unauthorized } from './answers.ts'
import type { Verdict } from './authorize.ts'
import { authorizerEvent } from './authorizer-event.ts'
import { MalformedAnswer, readAnswer, type AuthorizerAnswer } from './authorizer-answer.ts'
import { requestArn, type RoutedCall } from './call.ts'
import { evaluate } from './expressions.ts'
import { invokeFunction } from './invoke-function.ts'
import { allows } from './invoke-policy.ts'

interface Remembered {
  readonly answer: AuthorizerAnswer
  /** Epoch milliseconds. */
  readonly until: number
}

/** Answers by stage and identity sources. An authorizer is never changed in place: a changed one begins with none. */
const remembered = new WeakMap<Authorizer, Map<string, Remembered>>()
const MOST_REMEMBERED = 10_000

const NOT_ALLOWED =
  "The IAM role configured on the authorizer or API Gateway doesn't have permissions to call the authorizer. Check the permissions and try again."

/**
 * Asks a Lambda (REQUEST) authorizer, or its remembered answer ("Control access to HTTP APIs with AWS Lambda
 * authorizers"): 401 without the identity sources, 403 where it denies, 500 where it fails or answers nonsense.
 */
export async function askFunction(call: RoutedCall, authorizer: Authorizer): Promise<Verdict> {
  const sources = (authorizer.IdentitySource ?? []).map((source) => evaluate(source, { call }))
  if (!sources.every((source) => source !== undefined && source !== '')) return { refused: unauthorized() }
  try {
    const answer = await answerFor(call, authorizer, sources as string[])
    const { principalId, context } = answer
    if (!(await agrees(call, answer))) return refusedBy(call, 'The authorizer denied the request')
    return { lambda: { ...(principalId === undefined ? {} : { principalId }), context } }
  } catch (error) {
    if (!(error instanceof AwsError || error instanceof MalformedAnswer)) throw error
    const isRefused = error instanceof AwsError && error.code === 'AccessDeniedException'
    call.notes.authorizerError = isRefused ? NOT_ALLOWED : error.message
    call.host.settings.log(`HTTP API ${call.apiId}, ${call.route.RouteKey}: authorizer ${authorizer.Name} ${error.message}`)
    return { refused: internalError() }
  }
}

function refusedBy(call: RoutedCall, why: string): Verdict {
  call.notes.authorizerError = why
  return { refused: forbidden() }
}

/** A remembered policy is looked up anew for each request: it may allow one route and not another. */
function agrees(call: RoutedCall, answer: AuthorizerAnswer): Promise<boolean> | boolean {
  return answer.policy === undefined ? answer.isAuthorized : allows(call, answer.policy, requestArn(call))
}

async function answerFor(call: RoutedCall, authorizer: Authorizer, sources: readonly string[]): Promise<AuthorizerAnswer> {
  const ttl_ms = (authorizer.AuthorizerResultTtlInSeconds ?? 0) * 1000
  if (ttl_ms === 0 || sources.length === 0) return ask(call, authorizer, sources)
  const answers = remembered.get(authorizer) ?? new Map<string, Remembered>()
  remembered.set(authorizer, answers)
  const key = JSON.stringify([call.stage.StageName, ...sources])
  const known = answers.get(key)
  if (known && known.until > call.now) return known.answer
  const answer = await ask(call, authorizer, sources)
  if (answers.size >= MOST_REMEMBERED) answers.clear()
  answers.set(key, { answer, until: call.now + ttl_ms })
  return answer
}

async function ask(call: RoutedCall, authorizer: Authorizer, sources: readonly string[]): Promise<AuthorizerAnswer> {
  const functionArn = functionOf(evaluate(authorizer.AuthorizerUri ?? '', { call }))
  if (functionArn === undefined) throw new MalformedAnswer('names no function')
  const { region, account, apiId } = call
  // Not the route's ARN: "Create a Lambda authorizer" gives the permission for this one.
  const sourceArn = `arn:aws:execute-api:${region}:${account}:${apiId}/authorizers/${authorizer.AuthorizerId}`
  const result = await invokeFunction(call, functionArn, sourceArn, authorizerEvent(call, authorizer, sources))
  if (result.FunctionError) throw new MalformedAnswer(`ended with an error (${result.FunctionError})`)
  return readAnswer(result.Payload, authorizer)
}
