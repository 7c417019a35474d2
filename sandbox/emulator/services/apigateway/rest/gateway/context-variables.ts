import type { Call, MethodCall } from './call.ts'
import { requestContext } from './request-event.ts'
import type { GatewayError } from './response-types.ts'
import type { TemplateScope } from './template.ts'
import { parameterOf } from './request-event.ts'

/** A call as far as it has come: gateway responses are made for requests that match no method too. */
export type AnyCall = Call & Partial<MethodCall>

/** `$context.<name>`; undefined where this request has no such thing. An object has no text of its own. */
export function contextVariable(call: AnyCall, name: string, error?: GatewayError): string | undefined {
  if (error && name.startsWith('error.')) return errorVariable(error, name.slice('error.'.length))
  const { resource = ROOTLESS, pathParameters = {}, method = {} } = call
  let found: unknown = requestContext({ ...call, resource, pathParameters, method })
  for (const part of name.split('.')) {
    const members = found as Readonly<Record<string, unknown>>
    found = typeof found === 'object' && found !== null && Object.hasOwn(members, part) ? members[part] : undefined
  }
  return found === undefined || found === null || typeof found === 'object' ? undefined : String(found)
}

const ROOTLESS = { id: '', path: '', resourceMethods: {} }

function errorVariable(error: GatewayError, name: string): string | undefined {
  if (name === 'message') return error.told ?? 'null'
  if (name === 'messageString') return JSON.stringify(error.told)
  if (name === 'responseType') return error.type
  return name === 'validationErrorString' ? error.validation : undefined
}

/** What templates of this call refer to; `body` is that of the request, or of the integration's answer. */
export function templateScope(call: AnyCall, body: string, error?: GatewayError): TemplateScope {
  const { resource = ROOTLESS, pathParameters = {}, method = {} } = call
  const known: MethodCall = { ...call, resource, pathParameters, method }
  return {
    body,
    stageVariables: call.stage.variables ?? {},
    context: (name) => contextVariable(call, name, error),
    param: (name, place) => (place ? [place] : (['path', 'querystring', 'header'] as const)).map((where) => parameterOf(known, where, name)).find((value) => value !== undefined),
  }
}
