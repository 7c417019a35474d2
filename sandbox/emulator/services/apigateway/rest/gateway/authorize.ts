import type { Authorizer } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../../kernel/errors.ts'
import { signerOf } from '../../gateway/iam-authorizer.ts'
import { authorizing } from '../../gateway/traced.ts'
import { lookUp } from '../../state.ts'
import { requestArn, type Identity, type MethodCall } from './call.ts'
import { checkToken } from './cognito.ts'
import { askFunction } from './lambda-authorizer.ts'
import { GatewayError, missingToken } from './response-types.ts'

/** Who it is that calls, as the method's authorizer found out. Throws `GatewayError` for who may not go on. */
export async function authorize(call: MethodCall): Promise<Identity> {
  const type = call.method.authorizationType ?? 'NONE'
  if (type === 'NONE') return {}
  const authorizer = lookUp(call.served.authorizers, call.method.authorizerId)
  return authorizing(call, { type, name: authorizer?.name }, (own) => decide(own, type, authorizer), ({ claims, iam, lambda }) => ({ sub: claims?.['sub'], principal: iam?.arn ?? lambda?.['principalId'] }))
}

async function decide(call: MethodCall, type: string, authorizer: Authorizer | undefined): Promise<Identity> {
  if (type === 'AWS_IAM') return checkSignature(call)
  if (type === 'COGNITO_USER_POOLS' && authorizer) return checkToken(call, authorizer)
  if (type === 'CUSTOM' && authorizer) return askFunction(call, authorizer)
  // A method that wants an authorizer is never open for the lack of one.
  throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', 'Internal server error')
}

async function checkSignature(call: MethodCall): Promise<Identity> {
  const principal = await signer(call)
  if (!principal) throw missingToken()
  const need = { action: 'execute-api:Invoke', resource: requestArn(call) }
  const { denial, decided } = await call.host.authorize({ principal, region: call.region }, 'apigateway', 'Invoke', [need], call.request)
  Object.assign(call.notes, { signer: principal, decided })
  // Where the account would stand AWS shows its last four digits alone.
  const masked = denial?.message.replace(/(arn:aws:execute-api:[\w-]+:)\d{8}(\d{4}:)/, '$1********$2')
  if (masked !== undefined) throw new GatewayError('ACCESS_DENIED', masked, { member: 'Message' })
  return { iam: principal }
}

async function signer(call: MethodCall) {
  try {
    return await signerOf(call)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    if (/Token/.test(error.code)) {
      if (error.code === 'MissingAuthenticationTokenException') throw missingToken()
      throw error.code.startsWith('Expired') ? new GatewayError('EXPIRED_TOKEN', error.message) : new GatewayError('ACCESS_DENIED', error.message, { code: error.code })
    }
    throw new GatewayError('INVALID_SIGNATURE', error.message)
  }
}
