import type { Context } from '../../../kernel/context.ts'
import { at, type Json } from '../document.ts'
import { without } from '../state.ts'
import { addModel } from './parts.ts'
import type { RestApi } from './state.ts'

/** The document's schemas as models, which refer to each other by address and not by their place in a document. */
export function importModels(ctx: Context, api: RestApi, document: Json): RestApi {
  let imported = api
  for (const [name, schema] of Object.entries({ ...at(document, 'definitions'), ...at(document, 'components', 'schemas') })) {
    const text = JSON.stringify(schema).replaceAll(/"#\/(?:definitions|components\/schemas)\/(\w+)"/g, `"https://apigateway.amazonaws.com/restapis/${api.api.id}/models/$1"`)
    imported = addModel(ctx, { ...imported, models: without(imported.models, name) }, { name, contentType: 'application/json', schema: text })[0]
  }
  return imported
}

const PLACES: Readonly<Record<string, string>> = { header: 'header', path: 'path', query: 'querystring' }

/** `method.request.…` by whether it is required; undefined for none. */
export function readParameters(parameters: readonly Json[]): Record<string, boolean> | undefined {
  const found = parameters.flatMap((parameter) => {
    const place = PLACES[String(parameter['in'])]
    return place === undefined ? [] : [[`method.request.${place}.${String(parameter['name'])}`, String(parameter['required']) === 'true'] as const]
  })
  return found.length > 0 ? Object.fromEntries(found) : undefined
}

/** The models of a body by its type: out of Swagger 2's `in: body`, or of OpenAPI 3's `requestBody`. */
export function readRequestModels(parameters: readonly Json[], operation: Json): Record<string, string> | undefined {
  const inBody = parameters.filter((parameter) => parameter['in'] === 'body').map((parameter) => ['application/json', at(parameter, 'schema')] as const)
  const inContent = Object.entries(at(operation, 'requestBody', 'content')).map(([type, content]) => [type, at(content, 'schema')] as const)
  const found = [...inBody, ...inContent].flatMap(([type, schema]) => {
    const name = /\/(\w+)$/.exec(String(schema['$ref'] ?? ''))?.[1]
    return name === undefined ? [] : [[type, name] as const]
  })
  return found.length > 0 ? Object.fromEntries(found) : undefined
}
