import type { Value, ValueMap } from '../value.ts'
import { intrinsicOf, isMap } from '../value.ts'
import { defined, invalid } from './build.ts'

const MEMBERS = ['AllowMethods', 'AllowHeaders', 'AllowOrigin', 'MaxAge', 'AllowCredentials']

/** The Cors property as a map; undefined for none. A text is the origin alone. Texts are in single quotes, as in mappings. */
export function corsOf(id: string, cors: Value | undefined): ValueMap | undefined {
  if (cors === undefined) return undefined
  if (typeof cors === 'string' || intrinsicOf(cors)) return { AllowOrigin: cors }
  if (!isMap(cors)) return invalid(id, "Invalid value for 'Cors' property.", 'Cors')
  const unknown = Object.keys(cors).find((name) => !MEMBERS.includes(name))
  if (unknown !== undefined) return invalid(id, `Invalid key '${unknown}' for 'Cors' property; it has ${MEMBERS.join(', ')}.`, `Cors.${unknown}`)
  const origin = cors['AllowOrigin'] ?? "'*'"
  if (cors['AllowCredentials'] === true && origin === "'*'")
    return invalid(id, "Unable to add Cors configuration because 'AllowCredentials' can not be true when 'AllowOrigin' is \"'*'\" or not set", 'Cors')
  return { ...cors, AllowOrigin: origin }
}

/** An OPTIONS method that a mock answers with these headers. */
export function preflight(cors: ValueMap, verbs: readonly string[], isOpenApi: boolean): ValueMap {
  const values = defined({
    'Access-Control-Allow-Headers': cors['AllowHeaders'],
    'Access-Control-Allow-Origin': cors['AllowOrigin'],
    'Access-Control-Max-Age': cors['MaxAge'],
    'Access-Control-Allow-Methods': cors['AllowMethods'] ?? `'${verbs.join(',')}'`,
    'Access-Control-Allow-Credentials': cors['AllowCredentials'] === true ? "'true'" : undefined,
  })
  const typed = (name: string): ValueMap => {
    const type = name === 'Access-Control-Max-Age' ? 'integer' : 'string'
    return isOpenApi ? { schema: { type } } : { type }
  }
  const responseParameters = Object.fromEntries(Object.entries(values).map(([name, value]) => [`method.response.header.${name}`, value]))
  const answer = { statusCode: '200', responseParameters, responseTemplates: { 'application/json': '{}\n' } }
  const types = isOpenApi ? {} : { consumes: ['application/json'], produces: ['application/json'] }
  return {
    summary: 'CORS support',
    ...types,
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
      responses: { default: answer },
    },
    responses: { '200': { description: 'Default response for CORS method', headers: Object.fromEntries(Object.keys(values).map((name) => [name, typed(name)])) } },
  }
}
