import type { ExplainedCall } from './iam-answers.ts'

/** What a refusal before any policy means, and what to do. The first that fits. */
const SIGNATURES: readonly (readonly [code: RegExp, meaning: string, remedy: string])[] = [
  [/^MissingAuthenticationToken|^IncompleteSignature|^AuthorizationHeaderMalformed|^AuthorizationQueryParameters/, 'The request is not signed, or not in a way that can be read.', 'Call through an AWS SDK or the AWS CLI, with the environment of "sandbox env".'],
  [/^SignatureDoesNotMatch|^InvalidSignature/, 'The request was signed with another secret, or something on the way has changed it.', 'Use the secret that belongs to the access key (for test it is test), and no proxy that rewrites host, path or headers.'],
  [/^InvalidClientTokenId|^InvalidAccessKeyId|^UnrecognizedClient|^InvalidToken/, 'Nobody here has this access key, or its session token is another\'s.', 'Use the environment of "sandbox env"; keys of a state that was reset are gone with it.'],
  [/^ExpiredToken|^RequestExpired|^AccessDenied.*expired/i, 'The temporary credentials, or the presigned URL, are over.', 'Get new ones; "sandbox clock" shows whether the sandbox\'s time was moved.'],
  [/^RequestTimeTooSkewed/, 'The client\'s clock is more than fifteen minutes from the machine\'s.', 'Set the clock of the machine or container that calls.'],
]

/** Why a request was refused that no policy was asked about, and what to do, in two sentences. */
export function explainRefusal(call: ExplainedCall): { readonly problem: string; readonly remedy: string } {
  if (call.service === 'execute-api') return ofApi(call)
  const found = SIGNATURES.find(([code]) => code.test(call.error ?? ''))
  if (found) return { problem: found[1], remedy: found[2] }
  return { problem: call.message ?? `The service answered ${call.error}.`, remedy: 'No policy was asked, so no change of one helps.' }
}

function ofApi({ status, error, authorizer }: ExplainedCall): { problem: string; remedy: string } {
  const said = authorizer ?? error
  if (status === 401) {
    if (said === undefined || said === 'the request has no token') return { problem: 'The route wants a token, and the request has none where the authorizer looks for it.', remedy: 'Send one: curl -H "Authorization: Bearer $(sandbox token)" …' }
    return { problem: `The authorizer refused the token: ${said}.`, remedy: 'Get a fresh one with "sandbox token"; "sandbox doctor --token <jwt>" looks at the one that you have.' }
  }
  if (said !== undefined && /scope/i.test(said)) return { problem: 'The token is good but has none of the scopes that the route asks for.', remedy: 'Ask for a token with such a scope, or take AuthorizationScopes from the route.' }
  if (said !== undefined && /Authentication Token/i.test(said)) return { problem: 'The route wants a signed request (AWS_IAM), and this one is not.', remedy: 'Sign it for the service execute-api.' }
  return { problem: said === undefined ? 'The authorizer refused the request.' : `The authorizer refused the request: ${said}.`, remedy: 'A route with AWS_IAM needs execute-api:Invoke on it; of a Lambda authorizer, "sandbox logs" shows what it did.' }
}
