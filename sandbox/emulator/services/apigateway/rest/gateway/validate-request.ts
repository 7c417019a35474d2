import { lookUp } from '../../state.ts'
import type { MethodCall } from './call.ts'
import { parameterOf } from './request-event.ts'
import { GatewayError } from './response-types.ts'
import { validates } from './schema.ts'

/** Throws what a request is told that its method's validator does not let through. */
export function validateRequest(call: MethodCall, body: Buffer): void {
  const validator = lookUp(call.served.validators, call.method.requestValidatorId)
  if (validator?.validateRequestParameters) checkParameters(call)
  if (validator?.validateRequestBody) checkBody(call, body)
}

function checkParameters(call: MethodCall): void {
  const required = Object.entries(call.method.requestParameters ?? {}).filter(([, isRequired]) => isRequired)
  const missing = required.flatMap(([key]) => {
    const [, place, name = ''] = /^method\.request\.(?:multivalue)?(path|querystring|header)\.(.+)$/.exec(key) ?? []
    return place !== undefined && !parameterOf(call, place as 'path', name) ? [name] : []
  })
  if (missing.length > 0) throw new GatewayError('BAD_REQUEST_PARAMETERS', `Missing required request parameters: [${missing.join(', ')}]`)
}

/** A body is held against the model of its type; one of a type without a model is not looked at, as in AWS. */
function checkBody(call: MethodCall, body: Buffer): void {
  const models = call.method.requestModels ?? {}
  const type = call.request.headers['content-type']?.split(';')[0]!.trim() ?? 'application/json'
  const name = lookUp(models, type) ?? lookUp(models, '$default')
  const schemaOf = (model: string): unknown => JSON.parse(lookUp(call.served.models, model)?.schema || '{}')
  if (name === undefined) return
  const schema = schemaOf(name)
  let value: unknown
  try {
    value = JSON.parse(body.length === 0 ? '{}' : body.toString())
  } catch {
    throw invalidBody()
  }
  if (!validates(value, schema, schema, schemaOf)) throw invalidBody()
}

const invalidBody = () => new GatewayError('BAD_REQUEST_BODY', 'Invalid request body', { validation: '[object does not match the model]' })
