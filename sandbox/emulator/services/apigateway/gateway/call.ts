import type { Route, Stage } from '@aws-sdk/client-apigatewayv2'
import type { Host } from '../../../kernel/context.ts'
import type { HttpRequest } from '../../../kernel/http.ts'
import type { Span } from '../../../kernel/trace/span.ts'
import type { Identity, Notes } from './notes.ts'
import { locateApi, lookUp, servedBy, type Configuration } from '../state.ts'

/** One request to a deployed API, with all that was found out about it before a route is looked for. */
export interface Call {
  readonly host: Host
  readonly request: HttpRequest
  readonly requestId: string
  /** Epoch milliseconds. */
  readonly now: number
  readonly account: string
  readonly region: string
  readonly apiId: string
  readonly stage: Stage
  readonly served: Configuration
  /** Decoded, without the stage: what routes are matched with. */
  readonly path: string
  /** Decoded, with the stage where it was named in the URL: what events call `rawPath`. */
  readonly pathWithStage: string
  readonly domainName: string
  readonly notes: Notes
  /** What is done now is a part of this: the request, or its authorizer's work. */
  readonly trace?: Span | undefined
}

/** A call for which there is a route; with an identity once its authorizer has agreed. */
export interface RoutedCall extends Call, Identity {
  readonly route: Route
  readonly pathParameters: Readonly<Record<string, string>>
  /** The path that parameter mapping has put in place of the request's. */
  readonly mappedPath?: string
}

/** API Gateway's request ids look like `JKJaXmPLvHcESHA=`. */
export function newRequestId(host: Host, request: Pick<HttpRequest, 'method' | 'path'>): string {
  return `${host.ids.of(`${request.method} ${request.path}`).bytes(11).toString('base64url')}=`
}

const PATH_FORM = /^\/_aws\/execute-api\/([^/]+)(\/.*)?$/s

/** The deployed API that a request is for; undefined where the id, or the stage, is nobody's. */
export function readCall(request: HttpRequest, host: Host, requestId: string): Call | undefined {
  const byPath = PATH_FORM.exec(request.path)
  const apiId = byPath ? byPath[1]! : request.host.slice(0, request.host.indexOf('.'))
  const found = locateApi(host.store, apiId)
  const path = decode(byPath ? (byPath[2] ?? '/') : request.path)
  if (!found || found.api.api.DisableExecuteApiEndpoint || path === undefined) return undefined
  const { api, account, region } = found
  const named = path.split('/', 2)[1]!
  const byName = named === '$default' ? undefined : lookUp(api.stages, named)
  const stage = byName ?? lookUp(api.stages, '$default')
  const served = stage && servedBy(api, stage)
  if (!served) return undefined
  return {
    ...{ host, request, requestId, now: host.clock.now(), account, region, apiId, stage, served },
    path: byName ? path.slice(named.length + 1) || '/' : path,
    pathWithStage: path,
    domainName: byPath ? `${apiId}.execute-api.${region}.amazonaws.com` : request.host,
    notes: {},
  }
}

/** HTTP APIs decode the path before anything else is done with it, so that `%2F` separates segments too. */
function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

/** What policies, permissions and the journal call this request: `arn:aws:execute-api:…:<apiId>/<stage>/<METHOD>/<path>`. */
export function requestArn({ region, account, apiId, stage, request, path }: Call): string {
  return `arn:aws:execute-api:${region}:${account}:${apiId}/${stage.StageName}/${request.method}${path}`
}

/** What an integration's function is invoked on behalf of: the route as it is written, `…:<apiId>/<stage>/<METHOD>/<path>` or `…/$default`. */
export function routeArn({ region, account, apiId, stage, request, route }: RoutedCall): string {
  const [method = '', path] = route.RouteKey!.split(' ')
  const of = path === undefined ? method : `${method === 'ANY' ? request.method : method}${path}`
  return `arn:aws:execute-api:${region}:${account}:${apiId}/${stage.StageName}/${of}`
}
