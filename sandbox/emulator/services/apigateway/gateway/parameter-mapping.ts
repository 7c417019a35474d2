import type { Integration } from '@aws-sdk/client-apigatewayv2'
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'
import { lookUp } from '../state.ts'
import type { RoutedCall } from './call.ts'
import { evaluate, type Sources } from './expressions.ts'

/** `append:header.x`, `overwrite:querystring.y`, `remove:header.z`, `overwrite:path`, `overwrite:statuscode`. */
interface Change {
  readonly action: string
  readonly place: string
  readonly name: string
  /** Undefined where the request has no such thing; nothing is added then. */
  readonly value: string | undefined
}

/** The call as the integration's request parameters make it ("Transform API requests and responses for HTTP APIs"). */
export function mapRequest(call: RoutedCall, { RequestParameters = {} }: Integration, body: Buffer): RoutedCall {
  const changes = changesOf(RequestParameters, { call, body })
  if (changes.length === 0) return call
  const path = changes.find(({ place }) => place === 'path')?.value
  const request = changedRequest(call.request, changes)
  return { ...call, request, ...(path === undefined ? {} : { mappedPath: path, pathWithStage: path }) }
}

/** The answer as the response parameters for its status make it. */
export function mapResponse(call: RoutedCall, { ResponseParameters = {} }: Integration, response: HttpResponse): HttpResponse {
  const parameters = lookUp(ResponseParameters, String(response.status))
  if (!parameters) return response
  const mapped = { ...response, headers: { ...response.headers } }
  for (const change of changesOf(parameters, { call, response })) {
    if (change.place === 'header') changeHeader(mapped.headers, change)
    else if (change.place === 'statuscode' && /^[1-5]\d\d$/.test(change.value ?? '')) mapped.status = Number(change.value)
  }
  return mapped
}

function changesOf(parameters: Readonly<Record<string, string>>, sources: Sources): Change[] {
  return Object.entries(parameters).map(([key, text]) => {
    const [, action = '', place = '', name = ''] = /^(append|overwrite|remove):(header|querystring|path|statuscode)(?:\.(.+))?$/.exec(key) ?? []
    return { action, place, name, value: evaluate(text, sources) }
  })
}

function changeHeader(headers: HttpResponse['headers'], { action, name, value }: Change): void {
  const lower = name.toLowerCase()
  const before = headers[lower]
  if (action === 'remove') delete headers[lower]
  else if (value === undefined) return
  else headers[lower] = action === 'append' && before !== undefined ? [before, value].flat().join(',') : value
}

/** A request in front of the given one, with other headers and another query. */
function changedRequest(request: HttpRequest, changes: readonly Change[]): HttpRequest {
  const rawHeaders = [...request.rawHeaders]
  const query = new URLSearchParams(request.rawQuery)
  for (const change of changes) {
    if (change.place === 'header') changeRawHeaders(rawHeaders, change)
    if (change.place === 'querystring') changeQuery(query, change)
  }
  const changesQuery = changes.some(({ place }) => place === 'querystring')
  const seen = changesQuery ? { rawQuery: { value: query.toString() }, query: { value: query } } : {}
  return Object.create(request, { rawHeaders: { value: rawHeaders }, headers: { value: joinedHeaders(rawHeaders) }, ...seen }) as HttpRequest
}

function changeRawHeaders(headers: string[], { action, name, value }: Change): void {
  if (action !== 'remove' && value === undefined) return
  if (action !== 'append')
    for (let index = headers.length - 2; index >= 0; index -= 2)
      if (headers[index]!.toLowerCase() === name.toLowerCase()) headers.splice(index, 2)
  if (action !== 'remove') headers.push(name.toLowerCase(), value!)
}

function changeQuery(query: URLSearchParams, { action, name, value }: Change): void {
  if (action === 'remove') query.delete(name)
  else if (value === undefined) return
  else if (action === 'append') query.append(name, value)
  else query.set(name, value)
}

function joinedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const lower = rawHeaders[index]!.toLowerCase()
    headers[lower] = headers[lower] === undefined ? rawHeaders[index + 1]! : `${headers[lower]}, ${rawHeaders[index + 1]!}`
  }
  return headers
}
