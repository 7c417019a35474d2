import type { Value, ValueMap } from '../value.ts'
import { isMap } from '../value.ts'
import type { EventRoute } from './build.ts'
import { defined, invalid, invalidEvent } from './build.ts'

/** The API's Models as schemas; the transform writes their names in lower case. */
export function modelSchemas(id: string, properties: ValueMap): ValueMap | undefined {
  const models = properties['Models']
  if (models === undefined) return undefined
  if (!isMap(models)) return invalid(id, "'Models' must be a map.", 'Models')
  return Object.fromEntries(Object.entries(models).map(([name, schema]) => [name.toLowerCase(), schema]))
}

const PLACES: Readonly<Record<string, string>> = { header: 'header', path: 'path', querystring: 'query' }

/** The path's variables are not among them: API Gateway knows these by the path. */
export function routeParameters({ functionId, eventId, requestParameters }: EventRoute): Value[] {
  return (requestParameters ?? []).map((parameter) => {
    const [name = '', settings] = isMap(parameter) ? (Object.entries(parameter)[0] ?? []) : [String(parameter)]
    const [, place, key] = /^method\.request\.(header|path|querystring)\.(.+)$/.exec(name) ?? []
    if (place === undefined || key === undefined)
      return invalidEvent(functionId, eventId, "Invalid value for 'RequestParameters' property. Keys must be in the format 'method.request.[querystring|path|header].{value}', e.g 'method.request.header.Authorization'.")
    const isRequired = place === 'path' || (isMap(settings) && settings['Required'] === true)
    return { required: isRequired, type: 'string', name: key, in: PLACES[place]! }
  })
}

/** What RequestModel adds to an operation: the body's model and the validator, which is also put among `validators`. */
export function addRequestModel(apiId: string, properties: ValueMap, route: EventRoute, into: { readonly isOpenApi: boolean; readonly validators: ValueMap }): ValueMap {
  const { functionId, eventId, requestModel } = route
  if (requestModel === undefined) return {}
  const model = isMap(requestModel) ? requestModel['Model'] : undefined
  if (!isMap(requestModel) || typeof model !== 'string') return invalidEvent(functionId, eventId, "Invalid value for 'RequestModel': it needs a Model.")
  if (!Object.hasOwn(modelSchemas(apiId, properties) ?? {}, model.toLowerCase()))
    return invalidEvent(functionId, eventId, `Unable to set RequestModel [${model}] on API method [${route.method}] for path [${route.path}] because it wasn't defined in the API's Models.`)
  const isRequired = requestModel['Required'] === true
  const reference = (place: string) => ({ $ref: `#/${place}/${model.toLowerCase()}` })
  const body = into.isOpenApi
    ? { requestBody: defined({ content: { 'application/json': { schema: reference('components/schemas') } }, required: isRequired ? true : undefined }) }
    : { parameters: [...routeParameters(route), defined({ in: 'body', name: model.toLowerCase(), schema: reference('definitions'), required: isRequired ? true : undefined })] }
  return { ...body, ...validator(requestModel, into.validators) }
}

function validator(requestModel: ValueMap, validators: ValueMap): ValueMap {
  const { ValidateBody: ofBody, ValidateParameters: ofParameters } = requestModel
  if (ofBody === undefined && ofParameters === undefined) return {}
  const [body, parameters] = [ofBody === true, ofParameters === true]
  const name = body && parameters ? 'body-and-params' : body ? 'body-only' : parameters ? 'params-only' : 'no-validation'
  validators[name] = { validateRequestBody: body, validateRequestParameters: parameters }
  return { 'x-amazon-apigateway-request-validator': name }
}

const PARAMETERS: Readonly<Record<string, string>> = { Headers: 'header', Paths: 'path', QueryStrings: 'querystring' }

/** The GatewayResponses property in the definition's form. */
export function gatewayResponses(id: string, properties: ValueMap): Value | undefined {
  const responses = properties['GatewayResponses']
  if (responses === undefined) return undefined
  if (!isMap(responses)) return invalid(id, "'GatewayResponses' must be a map.", 'GatewayResponses')
  return Object.fromEntries(Object.entries(responses).map(([type, response]) => [type, gatewayResponse(id, type, response)]))
}

function gatewayResponse(id: string, type: string, response: Value): Value {
  if (!isMap(response)) return invalid(id, `Invalid property type '${type}' for GatewayResponses; it is a map.`, 'GatewayResponses')
  const { ResponseParameters: parameters, ResponseTemplates: templates, StatusCode: status } = response
  const flat = Object.entries(isMap(parameters) ? parameters : {}).flatMap(([place, values]) => {
    if (!Object.hasOwn(PARAMETERS, place) || !isMap(values)) return invalid(id, `Invalid gateway response parameter '${place}'`, 'GatewayResponses')
    return Object.entries(values).map(([name, value]) => [`gatewayresponse.${PARAMETERS[place]!}.${name}`, value] as const)
  })
  return { responseParameters: Object.fromEntries(flat), responseTemplates: templates ?? {}, ...(status === undefined ? {} : { statusCode: String(status) }) }
}
