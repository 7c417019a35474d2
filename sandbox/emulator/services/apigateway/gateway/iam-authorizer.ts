import type { Host, Principal } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { identifyCaller, readSignature } from '../../../kernel/identify.ts'
import type { CatalogEntry } from '../../../kernel/service.ts'
import { SigningKeys } from '../../../kernel/signature/signing-key.ts'
import { signatureStyle } from '../../../kernel/signature/styles.ts'
import { verifySignature } from '../../../kernel/signature/verify.ts'
import { forbidden } from './answers.ts'
import type { Verdict } from './authorize.ts'
import { requestArn, type RoutedCall } from './call.ts'

const EXECUTE_API: CatalogEntry = { name: 'execute-api', signingNames: ['execute-api'], load: () => Promise.reject(new Error('not a service of its own')) }
const keysOf = new WeakMap<Host['store'], SigningKeys>()

/**
 * AWS_IAM on a route: the request is signed for `execute-api`, and its signer may `execute-api:Invoke` it. An HTTP API
 * says nothing of the reason: any refusal is a 403 `{"message":"Forbidden"}`.
 */
export async function checkSignature(call: RoutedCall): Promise<Verdict> {
  try {
    const principal = await signerOf(call)
    if (principal && (await mayInvoke(call, principal))) return { iam: principal }
    call.notes.authorizerError = principal ? 'The caller may not invoke this route' : 'Missing Authentication Token'
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    call.notes.authorizerError = error.message
  }
  return { refused: forbidden() }
}

/** Who has signed the request for `execute-api`; undefined where nobody has. Throws what is wrong with the signature (`AwsError`). */
export async function signerOf({ request, host }: Pick<RoutedCall, 'host' | 'request'>): Promise<Principal | undefined> {
  if (host.settings.signatures === 'off') {
    const claimed = readSignature(request)
    return claimed && identifyCaller(claimed, host.store, host.settings).principal
  }
  const keys = keysOf.get(host.store) ?? new SigningKeys()
  keysOf.set(host.store, keys)
  return (await verifySignature(request, EXECUTE_API, signatureStyle('rest-json'), host, keys))?.caller.principal
}

/** An HTTP API has no policy of its own: the signer's have to allow it, and nobody of another account may. */
async function mayInvoke(call: RoutedCall, principal: Principal): Promise<boolean> {
  const { host, region, request, notes } = call
  notes.signer = principal
  const need = { action: 'execute-api:Invoke', resource: requestArn(call) }
  const { denial, decided } = await host.authorize({ principal, region }, 'apigateway', 'Invoke', [need], request)
  notes.decided = decided
  return denial === undefined
}
