import type { Authorizer } from '@aws-sdk/client-apigatewayv2'

/** What a Lambda authorizer returned: a word, or a policy that is still to be applied. */
export interface AuthorizerAnswer {
  readonly isAuthorized: boolean
  /** JSON. */
  readonly policy?: string
  readonly principalId?: string
  readonly context: Readonly<Record<string, unknown>> | null
}

/** The function did not answer as its authorizer's settings want it. */
export class MalformedAnswer extends Error {
  override readonly name = 'MalformedAnswer'
}

/** Reads the response in the format that belongs to the authorizer: simple responses are a choice of format 2.0. */
export function readAnswer(payload: Uint8Array | undefined, authorizer: Authorizer): AuthorizerAnswer {
  const answer = parse(payload)
  const isSimple = authorizer.AuthorizerPayloadFormatVersion === '2.0' && authorizer.EnableSimpleResponses === true
  const context = readContext(answer['context'])
  if (!isSimple) return { isAuthorized: false, ...readPolicy(answer), context }
  const isAuthorized = answer['isAuthorized']
  if (typeof isAuthorized !== 'boolean') throw new MalformedAnswer('returned no isAuthorized that is true or false')
  return { isAuthorized, context }
}

function readPolicy(answer: Readonly<Record<string, unknown>>): { policy: string; principalId: string } {
  const { principalId, policyDocument } = answer
  if (typeof principalId !== 'string') throw new MalformedAnswer('returned no principalId')
  if (!isObject(policyDocument)) throw new MalformedAnswer('returned no policyDocument')
  return { policy: JSON.stringify(policyDocument), principalId }
}

function readContext(context: unknown): AuthorizerAnswer['context'] {
  if (context === undefined || context === null) return null
  if (!isObject(context)) throw new MalformedAnswer('returned a context that is no object')
  return context
}

function parse(payload: Uint8Array | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(payload ?? []).toString())
    if (isObject(value)) return value
  } catch {
    // Said below.
  }
  throw new MalformedAnswer('returned no JSON object')
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
