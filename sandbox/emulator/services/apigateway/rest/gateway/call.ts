import type { Method, Stage } from '@aws-sdk/client-api-gateway'
import type { Host, Principal } from '../../../../kernel/context.ts'
import type { HttpRequest } from '../../../../kernel/http.ts'
import type { Decided } from '../../../../kernel/journal.ts'
import type { Span } from '../../../../kernel/trace/span.ts'
import { beginRequest } from '../../gateway/traced.ts'
import { lookUp } from '../../state.ts'
import { locateApi, servedBy, type Configuration, type StoredResource } from '../state.ts'

/** Who has signed the request, also where that was not enough, and what policies said. */
export interface Notes {
  signer?: Principal
  decided?: readonly Decided[]
}

/** One request to a deployed REST API. */
export interface Call {
  readonly host: Host
  readonly request: HttpRequest
  readonly requestId: string
  readonly extendedRequestId: string
  readonly traceId: string
  /** Epoch milliseconds. */
  readonly now: number
  readonly account: string
  readonly region: string
  readonly apiId: string
  readonly stage: Stage
  readonly served: Configuration
  /** As sent, without the stage. */
  readonly path: string
  readonly domainName: string
  readonly notes: Notes
  /** What is done now is a part of this: the request, or its authorizer's work. */
  readonly trace?: Span | undefined
}

/** Who is calling, in the way of the method's authorizer; nothing of these on open methods. */
export interface Identity {
  /** Of a Cognito token, as texts. */
  readonly claims?: Readonly<Record<string, string>>
  /** What a Lambda authorizer said, `principalId` among it. */
  readonly lambda?: Readonly<Record<string, string>>
  readonly iam?: Principal
  readonly apiKey?: { readonly id: string; readonly value: string }
}

/** A call for which there is a method. */
export interface MethodCall extends Call, Identity {
  readonly resource: StoredResource
  readonly method: Method
  readonly pathParameters: Readonly<Record<string, string>>
}

const PATH_FORM = /^\/_aws\/execute-api\/([^/]+)(\/.*)?$/s

/** The API's id that a request names, and the path behind it. */
export function addressOf(request: Pick<HttpRequest, 'host' | 'path'>): { apiId: string; path: string; isByPath: boolean } {
  const [, byPath, path = '/'] = PATH_FORM.exec(request.path) ?? []
  if (byPath !== undefined) return { apiId: byPath, path, isByPath: true }
  return { apiId: request.host.slice(0, request.host.indexOf('.')), path: request.path, isByPath: false }
}

/** Undefined where the stage is nobody's: its name is always the first part of the path. */
export function readCall(request: HttpRequest, host: Host, ids: { requestId: string; extendedRequestId: string }): Call | undefined {
  const { apiId, path, isByPath } = addressOf(request)
  const found = locateApi(host.store, apiId)
  if (!found || found.api.api.disableExecuteApiEndpoint) return undefined
  const { api, account, region } = found
  const [, stageName = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? []
  const stage = lookUp(api.stages, stageName)
  const served = stage && servedBy(api, stage)
  if (!served) return undefined
  const now = host.clock.now()
  const trace = beginRequest(host, request, { account, region, requestId: ids.requestId, name: `${request.method} ${rest || '/'}` })
  return {
    ...{ host, request, ...ids, now, account, region, apiId, stage, served },
    path: rest || '/',
    notes: {},
    trace,
    traceId: request.headers['x-amzn-trace-id'] ?? `Root=${host.traces.idOf(trace)}`,
    domainName: isByPath ? `${apiId}.execute-api.${region}.amazonaws.com` : request.host,
  }
}

/** What policies, permissions and the journal call this request: `arn:aws:execute-api:…:<apiId>/<stage>/<METHOD>/<path>`. */
export function requestArn({ region, account, apiId, stage, request, path }: Call): string {
  return `arn:aws:execute-api:${region}:${account}:${apiId}/${stage.stageName}/${request.method}${path}`
}

/** What an integration's function is invoked on behalf of: the method's resource as it is written. */
export function methodArn({ region, account, apiId, stage, request, resource }: MethodCall): string {
  return `arn:aws:execute-api:${region}:${account}:${apiId}/${stage.stageName}/${request.method}${resource.path}`
}

/** A text with its `${stageVariables.name}` filled in. */
export function fillStageVariables(text: string, { stage }: Call): string {
  return text.replaceAll(/\$\{stageVariables\.([^}]+)\}/g, (_all, name: string) => lookUp(stage.variables ?? {}, name) ?? '')
}
