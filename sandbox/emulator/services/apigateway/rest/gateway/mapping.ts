import { lookUp } from '../../state.ts'
import { contextVariable, type AnyCall } from './context-variables.ts'
import { parameterOf } from './request-event.ts'
import type { MethodCall } from './call.ts'
import { select } from './template.ts'
import type { GatewayError } from './response-types.ts'

/** What a mapping expression can take a value from. */
export interface MappingSource {
  readonly call: AnyCall
  /** The request's. */
  readonly body?: string
  readonly response?: { readonly headers: Readonly<Record<string, string | string[]>>; readonly body: string }
  readonly error?: GatewayError
}

/**
 * The value of `'a text'`, `method.request.header.<name>` (and `querystring`, `path`, `body`), `integration.response.…`,
 * `context.…` or `stageVariables.…`; undefined where there is none.
 */
export function evaluate(expression: string, source: MappingSource): string | undefined {
  const { call } = source
  const text = /^'(.*)'$/s.exec(expression)?.[1]
  if (text !== undefined) return text
  const [, place, name = ''] = /^method\.request\.(?:multivalue)?(path|querystring|header)\.(.+)$/.exec(expression) ?? []
  if (place !== undefined) return call.resource ? parameterOf(call as MethodCall, place as 'path', name) : call.request.headers[name.toLowerCase()]
  if (expression.startsWith('context.')) return contextVariable(call, expression.slice('context.'.length), source.error)
  if (expression.startsWith('stageVariables.')) return lookUp(call.stage.variables ?? {}, expression.slice('stageVariables.'.length))
  if (expression.startsWith('method.request.body')) return textOf(source.body, expression.slice('method.request.body'.length))
  if (expression.startsWith('integration.response.body')) return textOf(source.response?.body, expression.slice('integration.response.body'.length))
  const header = /^integration\.response\.(?:multivalue)?header\.(.+)$/.exec(expression)?.[1]?.toLowerCase()
  const value = header === undefined ? undefined : lookUp(source.response?.headers ?? {}, header)
  return Array.isArray(value) ? value.join(',') : value
}

function textOf(body: string | undefined, path: string): string | undefined {
  if (body === undefined || path === '') return body
  const value = select(body, `$${path}`)
  return value === undefined || value === null ? undefined : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Values by name of all parameters whose key begins with `prefix`, which is cut off. */
export function mapped(parameters: Readonly<Record<string, string>> | undefined, prefix: string, source: MappingSource): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [key, expression] of Object.entries(parameters ?? {})) {
    const value = key.startsWith(prefix) ? evaluate(expression, source) : undefined
    if (value !== undefined) found[key.slice(prefix.length)] = value
  }
  return found
}
