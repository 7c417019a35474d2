import type { Value } from '../../../../template/index.ts'
import { readModel, type Model, type Shape } from '../../../protocols/shape.ts'
import { sdkSchemas } from '../../../protocols/sdk-schemas.ts'

/** Where each service's model is; services are named as the engine names them. */
const SCHEMAS: Readonly<Record<string, () => Promise<object>>> = {
  apigateway: () => import('@aws-sdk/client-apigatewayv2/dist-es/schemas/schemas_0.js'),
  cloudwatch: () => import('@aws-sdk/client-cloudwatch/dist-es/schemas/schemas_0.js'),
  cognito: () => import('@aws-sdk/client-cognito-identity-provider/dist-es/schemas/schemas_0.js'),
  iam: () => import('@aws-sdk/client-iam/dist-es/schemas/schemas_0.js'),
  kinesis: () => import('@aws-sdk/client-kinesis/dist-es/schemas/schemas_0.js'),
  lambda: () => import('@aws-sdk/client-lambda/dist-es/schemas/schemas_0.js'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs/dist-es/schemas/schemas_0.js'),
  restapis: () => import('@aws-sdk/client-api-gateway/dist-es/schemas/schemas_0.js'),
  s3: () => import('@aws-sdk/client-s3/dist-es/schemas/schemas_0.js'),
}

const models = new Map<string, Promise<Model>>()

/** The model of a service: the same for every engine, as it is the package's. */
function modelOf(service: string): Promise<Model> | undefined {
  const load = SCHEMAS[service]
  if (!load) return undefined
  const known = models.get(service)
  if (known) return known
  const loading = sdkSchemas(load).then(readModel)
  models.set(service, loading)
  return loading
}

/**
 * An operation's input out of a resource's properties: the members that it has, whatever the case of their first letter,
 * as the types that it wants. In a template `"10"` is a number where one is wanted, and `true` is text.
 */
export async function inputFor(service: string, operation: string, properties: object): Promise<object> {
  const input = (await modelOf(service))?.operations.get(operation)?.input
  return input ? (coerce(properties as Value, input) as object) : properties
}

function coerce(value: unknown, shape: Shape): unknown {
  switch (shape.kind) {
    case 'struct':
      return isObject(value) ? coerceMembers(value, shape) : value
    case 'list':
      return (Array.isArray(value) ? value : [value]).map((item) => coerce(item, shape.element!.shape))
    case 'map':
      return isObject(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, coerce(item, shape.element!.shape)])) : value
    case 'number':
      return typeof value === 'string' && value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : value
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : value
    case 'timestamp':
      return typeof value === 'string' || typeof value === 'number' ? new Date(value) : value
    case 'blob':
      return typeof value === 'string' ? Buffer.from(value) : value
    case 'string':
      // Documents (policies, patterns) are written out in a template and are text in the API.
      return isObject(value) || Array.isArray(value) ? JSON.stringify(value) : typeof value === 'number' || typeof value === 'boolean' ? String(value) : value
    default:
      return value
  }
}

function coerceMembers(value: Readonly<Record<string, unknown>>, shape: Shape): object {
  const found: Record<string, unknown> = {}
  for (const member of shape.members) {
    const given = value[member.name] ?? value[swapFirst(member.name)]
    if (given !== undefined) found[member.name] = coerce(given, member.shape)
  }
  return found
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array)

function swapFirst(name: string): string {
  const first = name.slice(0, 1)
  return (first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase()) + name.slice(1)
}
