import type { Host } from '../../../../kernel/context.ts'
import { AwsError } from '../../../../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../../../../kernel/http.ts'
import { endRequest } from '../../gateway/traced.ts'
import { checkKey } from './api-key.ts'
import { authorize } from './authorize.ts'
import { readCall, requestArn, type Call, type MethodCall } from './call.ts'
import { answerOf } from './gateway-response.ts'
import { integrate } from './integrate.ts'
import { matchResource } from './resources.ts'
import { GatewayError, integrationFailed, missingToken } from './response-types.ts'
import { validateRequest } from './validate-request.ts'

const BODY_BYTES = 10 * 1024 * 1024
const TIMEOUT_MS = 29_000

/** Answers a request to a deployed REST API: its stage leads to what was deployed, then to the method and its integration. */
export async function serve(request: HttpRequest, host: Host): Promise<HttpResponse> {
  const drawn = host.ids.of(`${request.method} ${request.path}`)
  const ids = { requestId: drawn.uuid(), extendedRequestId: `${drawn.bytes(11).toString('base64url')}=` }
  const call = readCall(request, host, ids)
  const response = call ? await answer(call) : answerOf(new GatewayError('WAF_FILTERED', 'Forbidden'), undefined)
  response.headers['x-amzn-requestid'] = ids.requestId
  response.headers['x-amz-apigw-id'] = ids.extendedRequestId
  return response
}

async function answer(call: Call): Promise<HttpResponse> {
  const started = call.host.clock.elapsed()
  const match = matchResource(call.served.resources, call.request.method, call.path)
  let current: Call | MethodCall = match ? { ...call, ...match } : call
  let response: HttpResponse
  let reason: string | undefined
  try {
    if (!match) throw missingToken()
    const routed = { ...call, ...match }
    const identified = { ...routed, ...(await authorize(routed)) }
    current = { ...identified, ...checkKey(identified) }
    const body = await readBody(call.request)
    validateRequest(current as MethodCall, body)
    response = await within(current as MethodCall, (signal) => integrate(current as MethodCall, body, signal))
  } catch (error) {
    const refusal = error instanceof GatewayError ? error : unexpected(call, error)
    reason = refusal.message
    response = answerOf(refusal, current)
  }
  endRequest(call, response, { api: call.apiId, stage: call.stage.stageName, resource: match?.resource.path }, reason)
  record(current, response, call.host.clock.elapsed() - started)
  return response
}

async function readBody(request: HttpRequest): Promise<Buffer> {
  const tooLarge = () => new GatewayError('REQUEST_TOO_LARGE', `HTTP content length exceeded ${BODY_BYTES} bytes.`)
  if (Number(request.headers['content-length'] ?? 0) > BODY_BYTES) throw tooLarge()
  try {
    return await request.bytes(BODY_BYTES)
  } catch (error) {
    throw error instanceof AwsError && error.status === 413 ? tooLarge() : error
  }
}

/** An invocation goes on to its own end after the time is over, as in AWS; an HTTP request is cut off. */
async function within(call: MethodCall, work: (signal: AbortSignal) => Promise<HttpResponse>): Promise<HttpResponse> {
  const timeout_ms = call.method.methodIntegration?.timeoutInMillis ?? TIMEOUT_MS
  const cut = new AbortController()
  let cancel = () => {}
  const late = new Promise<never>((_resolve, reject) => {
    cancel = call.host.clock.after(timeout_ms, () => {
      call.host.settings.log(`REST API ${call.apiId}, ${call.request.method} ${call.resource.path}: the integration did not answer within ${timeout_ms} ms`)
      reject(new GatewayError('INTEGRATION_TIMEOUT', 'Endpoint request timed out'))
      cut.abort()
    })
  })
  try {
    return await Promise.race([work(cut.signal), late])
  } finally {
    cancel()
  }
}

function unexpected(call: Call, error: unknown): GatewayError {
  call.host.settings.log(`internal error: ${error instanceof Error ? error.stack : String(error)}`)
  return integrationFailed(500)
}

function record(call: Call & Partial<MethodCall>, response: HttpResponse, duration_ms: number): void {
  const { host, account, region, request, resource, notes: { signer, decided = [] } } = call
  host.journal.record({
    ...{ time: call.now, requestId: call.requestId, service: 'execute-api', operation: resource ? `${request.method} ${resource.path}` : 'Invoke' },
    ...{ account, region, principal: signer?.arn ?? 'anonymous', role: signer?.roleArn, status: response.status },
    resources: [requestArn(call)],
    ...(decided.length > 0 ? { decided } : {}),
    duration_ms,
  })
}
