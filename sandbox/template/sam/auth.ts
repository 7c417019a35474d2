import type { Value, ValueMap } from '../value.ts'
import { isMap } from '../value.ts'
import type { EventRoute } from './build.ts'
import { invalid, invalidEvent } from './build.ts'

const JWT_PROPERTIES = new Set(['JwtConfiguration', 'IdentitySource', 'AuthorizationScopes'])

/** The API's authorizers as OpenAPI security schemes; undefined for none. Only JWT authorizers are supported. */
export function securitySchemes(id: string, properties: ValueMap): ValueMap | undefined {
  const auth = authOf(id, properties)
  const authorizers = authorizersOf(id, auth)
  const name = auth['DefaultAuthorizer']
  if (name !== undefined && !Object.hasOwn(authorizers, String(name))) {
    invalid(id, `Unable to set DefaultAuthorizer because '${String(name)}' was not defined in 'Authorizers'.`, 'Auth.DefaultAuthorizer')
  }
  const schemes = Object.entries(authorizers).map(([authorizer, definition]) => [authorizer, scheme(id, authorizer, definition)])
  return schemes.length > 0 ? Object.fromEntries(schemes) : undefined
}

function authOf(id: string, properties: ValueMap): ValueMap {
  const auth = properties['Auth'] ?? {}
  if (!isMap(auth)) return invalid(id, "'Auth' must be a map.", 'Auth')
  const unknown = Object.keys(auth).find((name) => name !== 'Authorizers' && name !== 'DefaultAuthorizer')
  if (unknown !== undefined && auth[unknown] !== false) {
    invalid(id, `Auth property ${unknown} is not supported by this sandbox, which has JWT authorizers only.`, `Auth.${unknown}`)
  }
  return auth
}

function authorizersOf(id: string, auth: ValueMap): ValueMap {
  const authorizers = auth['Authorizers'] ?? {}
  return isMap(authorizers) ? authorizers : invalid(id, 'Authorizers must be a dictionary.', 'Auth.Authorizers')
}

function scheme(id: string, name: string, definition: Value): Value {
  const place = `Auth.Authorizers.${name}`
  if (!isMap(definition)) return invalid(id, `Authorizer ${name} must be a map.`, place)
  const unknown = Object.keys(definition).find((property) => !JWT_PROPERTIES.has(property))
  if (unknown !== undefined) return invalid(id, `Authorizer ${name} has ${unknown}, which a JWT authorizer has not; this sandbox supports no other kind yet.`, place)
  const { JwtConfiguration: jwt, IdentitySource: identitySource } = definition
  if (!isMap(jwt)) return invalid(id, `${name} OAuth2 Authorizer must define 'JwtConfiguration'.`, place)
  if (identitySource === undefined) return invalid(id, `${name} OAuth2 Authorizer must define 'IdentitySource' (mostly $request.header.Authorization).`, place)
  const jwtConfiguration = Object.fromEntries(Object.entries(jwt).map(([property, value]) => [property.toLowerCase(), value]))
  return { type: 'oauth2', 'x-amazon-apigateway-authorizer': { jwtConfiguration, identitySource, type: 'jwt' } }
}

/** The `security` of a route: `[{Authorizer: scopes}]`; `[{NONE: []}]` where a route opts out of the default. */
export function routeSecurity(apiId: string, route: EventRoute, properties: ValueMap): Value | undefined {
  const auth = authOf(apiId, properties)
  const defaultAuthorizer = auth['DefaultAuthorizer']
  const chosen = route.auth?.['Authorizer'] ?? defaultAuthorizer
  const refuse = (why: string): never => invalidEvent(route.functionId, route.eventId, why)
  if (chosen === undefined) {
    if (route.auth === undefined) return undefined
    return refuse("'Auth' section requires either an explicit 'Authorizer' set or a 'DefaultAuthorizer' configured on the HttpApi.")
  }
  const unable = `Unable to set Authorizer [${String(chosen)}] on API method [${route.method}] for path [${route.path}] because`
  if (chosen === 'NONE') {
    return defaultAuthorizer === undefined ? refuse(`${unable} 'NONE' is only a valid value when a DefaultAuthorizer on the API is specified.`) : [{ NONE: [] }]
  }
  const authorizer = authorizersOf(apiId, auth)[String(chosen)]
  if (authorizer === undefined) return refuse(`${unable} it wasn't defined in the API's Authorizers.`)
  const own = route.auth?.['AuthorizationScopes']
  if (own !== undefined && !Array.isArray(own)) return refuse(`${unable} 'AuthorizationScopes' must be a list of strings.`)
  const inherited = isMap(authorizer) ? authorizer['AuthorizationScopes'] : undefined
  return [{ [String(chosen)]: own !== undefined && own.length > 0 ? own : (inherited ?? []) }]
}
