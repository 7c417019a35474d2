import { keyFor } from '../keys.ts'
import type { Identity, MethodCall } from './call.ts'
import { GatewayError } from './response-types.ts'

/** The key of a request to a method that requires one. Throws `GatewayError` without a key that is good for the stage. */
export function checkKey(call: MethodCall): Pick<Identity, 'apiKey'> {
  if (!call.method.apiKeyRequired) return {}
  const { host, account, region, apiId, stage } = call
  const value = call.served.apiKeySource === 'AUTHORIZER' ? call.lambda?.['usageIdentifierKey'] : call.request.headers['x-api-key']
  const key = value === undefined ? undefined : keyFor({ store: host.store, account, region }, value, apiId, stage.stageName!)
  if (!key) throw new GatewayError('INVALID_API_KEY', 'Forbidden')
  return { apiKey: { id: key.id, value: key.value } }
}
