import type { Host, Principal, Verdict } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'
import { anonymous, identifyCaller, readSignature } from '../../../kernel/identify.ts'
import { SigningKeys } from '../../../kernel/signature/signing-key.ts'
import { signatureStyle } from '../../../kernel/signature/styles.ts'
import { verifySignature } from '../../../kernel/signature/verify.ts'
import { functionArn } from '../function-name.ts'
import { invokeFunction } from '../invocation.ts'
import { lookUp, type FunctionRecord } from '../state.ts'
import { invokeStreaming } from '../streaming.ts'
import { urlById, type UrlConfig } from './config.ts'
import { isPreflight, preflight, withCors } from './cors.ts'
import { urlEvent, type UrlCall } from './event.ts'
import { badGateway, forbidden, headFrom, HTTP_INTEGRATION, message, responseFrom, splitPrelude } from './response.ts'

const BY_PATH = /^\/_aws\/lambda-url\/([a-z0-9]+)(\/.*)?$/
const BY_HOST = /^([a-z0-9]+)\.lambda-url\./
const REQUEST_BYTES = 6_291_456
const ENTRY = { name: 'lambda', signingNames: ['lambda'], load: () => Promise.reject(new Error('only for its name')) }

/** Answers a request to a function URL; undefined where it is none. */
export async function serveUrl(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  const [, pathId, rest = '/'] = BY_PATH.exec(request.path) ?? []
  const id = pathId ?? BY_HOST.exec(request.host)?.[1]
  if (id === undefined) return undefined
  const url = urlById(host, id)
  if (!url) return forbidden()
  const path = pathId === undefined ? request.path : rest
  if (url.cors && isPreflight(request)) return preflight(url.cors, request)
  return withCors(url.cors, request, await answer(host, request, url, path))
}

async function answer(host: Host, request: HttpRequest, url: UrlConfig, path: string): Promise<HttpResponse> {
  const found = lookUp(host, url)
  const principal = url.authType === 'AWS_IAM' ? await proveCaller(request, host) : undefined
  if (!found || (url.authType === 'AWS_IAM' && !principal)) return forbidden()
  const requestId = host.ids.of(`url ${url.id}`).uuid()
  const trace = host.traces.started(host.traces.arrive(request, principal, host.clock.now(), 'request'), {
    service: 'lambda-url', name: `${request.method} ${path}`, account: url.account, region: url.region, requestId, ...(principal ? { principal: principal.arn } : {}),
  })
  const call: UrlCall = { host, request, url, path, requestId, trace, ...(principal ? { principal } : {}) }
  const began = host.clock.elapsed()
  const verdict = await authorize(call)
  const response: HttpResponse = verdict.denial ? forbidden() : await invoke(call, found).catch(refusal)
  const error = response.status < 400 ? undefined : { code: String(response.status), message: verdict.denial?.message ?? 'The function answered so, or failed.' }
  host.traces.end(trace, { error, decisions: verdict.decided, attributes: { function: found.name, status: response.status } })
  record(call, found, verdict, response.status, host.clock.elapsed() - began)
  response.headers['x-amzn-requestid'] ??= requestId
  return response
}

async function invoke(call: UrlCall, found: FunctionRecord): Promise<HttpResponse> {
  const { host, request, requestId, url } = call
  const payload = Buffer.from(JSON.stringify(urlEvent(call, await request.bytes(REQUEST_BYTES))))
  const invocation = { requestId, payload, traceId: host.traces.header(call.trace), ...(url.qualifier === undefined ? {} : { qualifier: url.qualifier }) }
  if (url.invokeMode === 'RESPONSE_STREAM') return streamed(host, found, invocation)
  const outcome = await invokeFunction(host, found, invocation)
  return outcome.errorType === undefined ? responseFrom(outcome.payload) : badGateway()
}

async function streamed(host: Host, found: FunctionRecord, invocation: Parameters<typeof invokeFunction>[2]): Promise<HttpResponse> {
  const { contentType, body, outcome } = await invokeStreaming(host, found, invocation)
  if (outcome?.errorType !== undefined) return badGateway()
  if (contentType !== HTTP_INTEGRATION)
    return { status: 200, headers: { 'content-type': contentType ?? 'application/octet-stream' }, body }
  let bytes = Buffer.alloc(0)
  for (;;) {
    const chunk = (await next(body)) as Buffer | undefined
    if (!chunk) return { ...(headFrom({}) as HttpResponse), body: bytes }
    bytes = Buffer.concat([bytes, chunk])
    const split = splitPrelude(bytes)
    if (!split) continue
    if (split.rest.length > 0) body.unshift(split.rest)
    return split.head ? { ...split.head, body } : badGateway()
  }
}

/** The next piece, leaving the rest to be read by others; undefined at the end. */
async function next(body: NodeJS.ReadableStream): Promise<unknown> {
  const piece = (body as unknown as { read(): unknown }).read()
  if (piece !== null) return piece
  return new Promise((resolve, reject) => {
    const done = (run: () => void) => () => {
      body.removeListener('readable', onReadable)
      body.removeListener('end', onEnd)
      body.removeListener('error', reject)
      run()
    }
    const onReadable = done(() => resolve(next(body)))
    const onEnd = done(() => resolve(undefined))
    body.once('readable', onReadable)
    body.once('end', onEnd)
    body.once('error', reject)
  })
}

/** Whoever asks needs two rights, be they the function's policy for everybody ("Control access to Lambda function URLs"). */
function authorize({ host, request, url, principal }: UrlCall): Promise<Verdict> {
  const resource = functionArn(url, url.name, url.qualifier)
  const caller = { principal: principal ?? anonymous(host.settings.defaultAccount), region: url.region }
  return host.authorize(caller, 'lambda', 'InvokeFunctionUrl', [
    { action: 'lambda:InvokeFunctionUrl', resource, keys: { 'lambda:FunctionUrlAuthType': url.authType } },
    { action: 'lambda:InvokeFunction', resource, keys: { 'lambda:InvokedViaFunctionUrl': 'true' } },
  ], request)
}

/** Who signed the request; undefined for nobody, or where the signature does not hold. */
async function proveCaller(request: HttpRequest, host: Host): Promise<Principal | undefined> {
  const claimed = readSignature(request)
  if (!claimed) return undefined
  if (host.settings.signatures === 'off') return identifyCaller(claimed, host.store, host.settings).principal
  try {
    return (await verifySignature(request, ENTRY, signatureStyle('rest-json'), host, new SigningKeys()))?.caller.principal
  } catch (error) {
    if (error instanceof AwsError) return undefined
    throw error
  }
}

function refusal(error: unknown): HttpResponse {
  if (!(error instanceof AwsError)) throw error
  if (error.status === 429) return message(429, error.message)
  if (error.status === 413) return message(413, 'Request Too Long')
  return badGateway()
}

function record({ host, request, requestId, url, principal }: UrlCall, found: FunctionRecord, verdict: Verdict, status: number, duration_ms: number): void {
  host.journal.record({
    time: host.clock.now(),
    requestId,
    service: 'lambda',
    operation: `InvokeFunctionUrl ${request.method}`,
    account: url.account,
    region: url.region,
    principal: principal?.arn ?? 'anonymous',
    resources: [found.arn],
    ...(verdict.decided.length > 0 ? { decided: verdict.decided } : {}),
    status,
    ...(verdict.denial ? { error: verdict.denial.code } : {}),
    duration_ms,
  })
}
