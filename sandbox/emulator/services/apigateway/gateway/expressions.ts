import type { HttpResponse } from '../../../kernel/http.ts'
import type { RoutedCall } from './call.ts'
import { contextVariable } from './context-variables.ts'
import { headerOf, queryOf } from './request-parts.ts'

/** Where the values of expressions come from. */
export interface Sources {
  readonly call: RoutedCall
  readonly body?: Buffer
  readonly response?: HttpResponse
}

const WHOLE = /^\$(?:\{([^{}]+)\}|((?:request|response|context|stageVariables)\.[^\s${}]+))$/
const EMBEDDED = /\$\{([^{}]+)\}/g

/**
 * The text that `$request.header.name` and its like stand for, or a text with `${request.header.name}` in it filled in;
 * anything else is itself. Undefined where an expression that stands alone names what is not there.
 */
export function evaluate(text: string, sources: Sources): string | undefined {
  const [, braced, bare] = WHOLE.exec(text) ?? []
  const whole = braced ?? bare
  return whole === undefined ? text.replace(EMBEDDED, (_all, name: string) => read(name, sources) ?? '') : read(whole, sources)
}

function read(expression: string, { call, body, response }: Sources): string | undefined {
  const [, root = '', rest = ''] = /^(request\.(?:header|querystring|path|body)|response\.(?:header|body)|context|stageVariables)(?:\.(.+))?$/s.exec(expression) ?? []
  switch (root) {
    case 'request.header': return headerOf(call.request, rest)
    case 'request.querystring': return queryOf(call.request).get(rest)?.join(',')
    case 'request.path': return rest === '' ? call.path : own(call.pathParameters, rest)
    case 'request.body': return inJson(body, rest)
    case 'response.header': return headerText(response?.headers[rest.toLowerCase()])
    case 'response.body': return inJson(bufferOf(response?.body), rest)
    case 'context': return contextVariable(call, rest)
    case 'stageVariables': return own(call.stage.StageVariables ?? {}, rest)
    default: return undefined
  }
}

function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(',') : value
}

function bufferOf(body: HttpResponse['body']): Buffer | undefined {
  if (typeof body === 'string') return Buffer.from(body)
  return body instanceof Uint8Array ? Buffer.from(body) : undefined
}

/** A member of a JSON document by names and places (`items[0].id`); what is no text is written as JSON. */
function inJson(body: Buffer | undefined, path: string): string | undefined {
  if (!body || body.length === 0) return undefined
  let value: unknown
  try {
    value = JSON.parse(body.toString())
  } catch {
    return undefined
  }
  for (const [, named, place, quoted] of path.matchAll(/([^.[\]]+)|\[(?:(\d+)|'([^']*)')\]/g)) {
    const key = named ?? quoted ?? place!
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<string, unknown>)[key]
  }
  return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value)
}
