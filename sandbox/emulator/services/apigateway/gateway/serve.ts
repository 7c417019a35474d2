import type { Host } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'
import { lookUp } from '../state.ts'
import { logAccess } from './access-log.ts'
import { internalError, notFound, tooLarge, tooManyRequests, unavailable } from './answers.ts'
import { authorize } from './authorize.ts'
import { newRequestId, readCall, requestArn, type Call, type RoutedCall } from './call.ts'
import { answerPreflight, applyCors, isPreflight } from './cors.ts'
import { callHttp } from './http-proxy.ts'
import { callLambda } from './lambda-proxy.ts'
import { mapRequest, mapResponse } from './parameter-mapping.ts'
import { matchRoute } from './routes.ts'
import { isThrottled } from './throttle.ts'
import { beginRequest, endRequest } from './traced.ts'

const BODY_BYTES = 10 * 1024 * 1024
const TIMEOUT_MS = 30_000

/** Answers a request to a deployed API: its id leads to API and stage, then to the route, the authorizer and the integration. */
export async function serve(request: HttpRequest, host: Host): Promise<HttpResponse> {
  const requestId = newRequestId(host, request)
  const call = readCall(request, host, requestId)
  const response = call ? await answer({ ...call, trace: beginRequest(host, request, { ...call, name: `${request.method} ${call.path}` }) }) : notFound()
  response.headers['apigw-requestid'] = requestId
  return response
}

async function answer(call: Call): Promise<HttpResponse> {
  const started = call.host.clock.elapsed()
  const match = matchRoute(call.served.routes, call.request.method, call.path)
  const routed = match && { ...call, ...match }
  const response = await respond(call, routed).catch((error: unknown) => unexpected(call, error))
  record(call, routed, response, started)
  return response
}

async function respond(call: Call, routed: RoutedCall | undefined): Promise<HttpResponse> {
  const { cors } = call.served
  const preflight = cors && isPreflight(call.request) ? answerPreflight(cors, call.request) : undefined
  // An ANY or $default route catches OPTIONS too, and its authorizer then refuses preflights, which carry no token
  // ("Configure CORS for HTTP APIs": add an OPTIONS route without authorization).
  if (!routed) return preflight ?? refuse(call, notFound())
  if (isThrottled(routed)) return refuse(call, tooManyRequests())
  const verdict = await authorize(routed)
  if ('refused' in verdict) return refuse(call, verdict.refused)
  call.notes.identity = verdict
  return preflight ?? applyCors(cors, call.request, await integrate({ ...routed, ...verdict }))
}

/** An answer of API Gateway's own. */
function refuse(call: Call, response: HttpResponse): HttpResponse {
  call.notes.error = String((JSON.parse(String(response.body)) as { message: string }).message)
  return applyCors(call.served.cors, call.request, response)
}

async function integrate(call: RoutedCall): Promise<HttpResponse> {
  const integration = lookUp(call.served.integrations, call.route.Target?.replace(/^integrations\//, ''))
  if (!integration) return refuse(call, internalError())
  const body = await readBody(call.request)
  if (!body) return refuse(call, tooLarge())
  call.notes.requestLength = body.length
  const started = call.host.clock.elapsed()
  const mapped = mapRequest(call, integration, body)
  const isLambda = integration.IntegrationType === 'AWS_PROXY'
  const response = await within(call, integration.TimeoutInMillis ?? TIMEOUT_MS, (signal) =>
    isLambda ? callLambda(mapped, integration, body) : callHttp(mapped, integration, body, signal),
  )
  call.notes.integrationLatency = Math.round(call.host.clock.elapsed() - started)
  if (call.notes.integrationError !== undefined) return refuse(call, response)
  call.notes.integrationStatus = response.status
  return mapResponse(call, integration, response)
}

/** Undefined where the body is larger than API Gateway takes. */
async function readBody(request: HttpRequest): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES) return undefined
  try {
    return await request.bytes(BODY_BYTES)
  } catch (error) {
    if (error instanceof AwsError && error.status === 413) return undefined
    throw error
  }
}

/** The answer of `work`, or 503 after `timeout_ms`. An invocation goes on to its own end, as in AWS; an HTTP request is cut off. */
async function within(
  call: RoutedCall,
  timeout_ms: number,
  work: (signal: AbortSignal) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const cut = new AbortController()
  let cancel = () => {}
  const late = new Promise<HttpResponse>((resolve) => {
    cancel = call.host.clock.machine.after(timeout_ms, () => {
      call.notes.integrationError = 'Endpoint request timed out'
      call.host.settings.log(`HTTP API ${call.apiId}, ${call.route.RouteKey}: the integration did not answer within ${timeout_ms} ms`)
      resolve(unavailable())
      cut.abort()
    })
  })
  try {
    return await Promise.race([work(cut.signal), late])
  } finally {
    cancel()
  }
}

function unexpected(call: Call, error: unknown): HttpResponse {
  call.host.settings.log(`internal error: ${error instanceof Error ? error.stack : String(error)}`)
  return refuse(call, internalError())
}

function record(call: Call, routed: RoutedCall | undefined, response: HttpResponse, started: number): void {
  const { host, account, region, notes } = call
  const duration_ms = host.clock.elapsed() - started
  notes.status = response.status
  notes.responseLatency = Math.round(duration_ms)
  notes.responseLength = typeof response.body === 'string' || response.body instanceof Uint8Array ? Buffer.byteLength(response.body) : 0
  logAccess(routed ?? call)
  const told = { api: call.apiId, stage: call.stage.StageName, route: routed?.route.RouteKey, sub: notes.identity?.jwt?.claims['sub'] }
  endRequest(call, response, told, notes.authorizerError ?? notes.integrationError ?? notes.error)
  host.journal.record({
    ...{ time: call.now, requestId: call.requestId, service: 'execute-api', operation: routed?.route.RouteKey ?? 'Invoke' },
    ...{ account, region, principal: notes.signer?.arn ?? 'anonymous', role: notes.signer?.roleArn, status: response.status },
    resources: [requestArn(call)],
    ...(notes.decided && notes.decided.length > 0 ? { decided: notes.decided } : {}),
    ...(notes.authorizerError === undefined ? {} : { error: notes.authorizerError }),
    duration_ms,
  })
}
