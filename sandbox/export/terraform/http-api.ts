import { isMap, TemplateError, type TemplateResource, type Value, type ValueMap } from '../../template/index.ts'
import { Expression, type Block, type Hcl } from './hcl.ts'
import { snake } from './types.ts'
import type { Values } from './values.ts'

const INTEGRATION = 'x-amazon-apigateway-integration'
const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'x-amazon-apigateway-any-method'])

/** An HTTP API from the OpenAPI document that SAM makes of it: the API, its JWT authorizers, and a route with its integration for each method. */
export function httpApi({ logicalId, properties }: TemplateResource, values: Values): Block[] {
  const body = properties['Body']
  if (!isMap(body)) throw new TemplateError(`${logicalId} has no Body, and the Terraform export makes APIs from one.`, `Resources.${logicalId}`)
  const api = new Expression(`${values.address(logicalId)}.id`)
  const main: Block = {
    type: 'resource', labels: ['aws_apigatewayv2_api', snake(logicalId)],
    attributes: { name: values.of(mapIn(body, 'info')['title'] ?? ''), protocol_type: 'HTTP' }, blocks: cors(body, values),
  }
  const routes = Object.entries(mapIn(body, 'paths')).flatMap(([path, item]) =>
    Object.entries(isMap(item) ? item : {}).filter(([method]) => METHODS.has(method)).flatMap(([method, operation]) => (isMap(operation) ? routeOf(logicalId, api, path, method, operation, values) : [])),
  )
  return [main, ...authorizers(logicalId, api, body, values), ...routes]
}

const mapIn = (map: ValueMap, name: string): ValueMap => (isMap(map[name]) ? map[name] : {})

function cors(body: ValueMap, values: Values): Block[] {
  const given = body['x-amazon-apigateway-cors']
  if (!isMap(given)) return []
  return [{ type: 'cors_configuration', labels: [], attributes: Object.fromEntries(Object.entries(given).map(([name, value]) => [snake(name), values.of(value)])) }]
}

const authorizerName = (api: string, name: string) => `${snake(api)}_${snake(name)}`

function authorizers(logicalId: string, api: Hcl, body: ValueMap, values: Values): Block[] {
  return Object.entries(mapIn(mapIn(body, 'components'), 'securitySchemes')).map(([name, scheme]) => {
    const given = isMap(scheme) ? mapIn(scheme, 'x-amazon-apigateway-authorizer') : {}
    if (given['type'] !== 'jwt') throw new TemplateError(`Authorizer ${name} of ${logicalId} is no JWT authorizer, and the Terraform export has words for no other.`, `Resources.${logicalId}`)
    const { issuer, audience } = mapIn(given, 'jwtConfiguration')
    return {
      type: 'resource', labels: ['aws_apigatewayv2_authorizer', authorizerName(logicalId, name)],
      attributes: { api_id: api, name, authorizer_type: 'JWT', identity_sources: [values.of(given['identitySource'] ?? '')].flat() as Hcl[] },
      blocks: [{ type: 'jwt_configuration', labels: [], attributes: { audience: audience === undefined ? undefined : values.of(audience), issuer: values.of(issuer ?? '') } }],
    }
  })
}

function routeOf(logicalId: string, api: Hcl, path: string, method: string, operation: ValueMap, values: Values): Block[] {
  const verb = method === 'x-amazon-apigateway-any-method' ? 'ANY' : method.toUpperCase()
  const name = `${snake(logicalId)}_${verb.toLowerCase()}_${path.replace(/\W+/g, '_').replace(/^_|_$/g, '') || 'root'}`
  const integration = mapIn(operation, INTEGRATION)
  const attributes: Record<string, Hcl | undefined> = {
    api_id: api, integration_type: 'AWS_PROXY', integration_method: 'POST', integration_uri: values.of(integration['uri'] ?? ''),
    payload_format_version: integration['payloadFormatVersion'] === undefined ? undefined : values.of(integration['payloadFormatVersion']),
    timeout_milliseconds: integration['timeoutInMillis'] === undefined ? undefined : values.of(integration['timeoutInMillis']),
  }
  const route: Record<string, Hcl | undefined> = {
    api_id: api, route_key: path === '$default' ? '$default' : `${verb} ${path}`,
    target: new Expression(`"integrations/\${aws_apigatewayv2_integration.${name}.id}"`), ...authorization(logicalId, operation['security'], values),
  }
  return [
    { type: 'resource', labels: ['aws_apigatewayv2_integration', name], attributes },
    { type: 'resource', labels: ['aws_apigatewayv2_route', name], attributes: route },
  ]
}

function authorization(logicalId: string, security: Value | undefined, values: Values): Record<string, Hcl | undefined> {
  const [first] = Array.isArray(security) ? security : []
  const [name, scopes] = isMap(first) ? Object.entries(first)[0]! : []
  if (name === undefined || name === 'NONE') return {}
  return {
    authorization_type: 'JWT',
    authorizer_id: new Expression(`aws_apigatewayv2_authorizer.${authorizerName(logicalId, name)}.id`),
    authorization_scopes: Array.isArray(scopes) && scopes.length > 0 ? values.of(scopes) : undefined,
  }
}
