import type { Caller, Context, Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../../kernel/http.ts'
import { anonymous, identifyCaller, readSignature } from '../../kernel/identify.ts'
import type { Protocol } from '../../kernel/service.ts'
import { s3Address } from './address.ts'
import { checkPreflight } from './cors.ts'
import { takeForm } from './form.ts'
import { s3Headers } from './protocol.ts'

/** Requests that a browser sends and no API has: preflights and forms. Undefined for all others. */
export function answerBrowser(protocol: Protocol, request: HttpRequest, host: Host): Promise<HttpResponse> | undefined {
  if (request.method === 'OPTIONS') return answer(protocol, request, host, (ctx) => allow(ctx, request))
  if (request.method === 'POST' && isForBucket(request)) return answer(protocol, request, host, (ctx) => takeForm(protocol, ctx, request))
  return undefined
}

function allow(ctx: Context, request: HttpRequest): HttpResponse {
  // A presigned URL tells already now whose bucket is meant; it is verified when the request itself comes.
  const { principal } = identifyCaller(readSignature(request), ctx.store, ctx.settings)
  checkPreflight({ ...ctx, principal, account: principal.account }, request)
  return { status: 200, headers: s3Headers(ctx) }
}

function isForBucket(request: HttpRequest): boolean {
  const { path, labels } = s3Address(request)
  return path === '/' && labels['Bucket'] !== undefined && request.rawQuery === ''
}

async function answer(
  protocol: Protocol,
  request: HttpRequest,
  host: Host,
  handle: (ctx: Context) => HttpResponse | Promise<HttpResponse>,
): Promise<HttpResponse> {
  const ctx = contextOf(host, request, { principal: anonymous(host.settings.defaultAccount), region: host.settings.defaultRegion })
  try {
    return await handle(ctx)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    // What is left of a body must go before the connection can carry another request.
    request.body.resume()
    return protocol.encodeError(error, ctx)
  }
}

/** As dispatch makes one for an API request. */
function contextOf(host: Host, request: HttpRequest, { principal, region }: Caller): Context {
  const { account } = principal
  return { ...host, principal, account, region, requestId: host.ids.uuid(), now: host.clock.now(), responseHeaders: {}, request }
}
