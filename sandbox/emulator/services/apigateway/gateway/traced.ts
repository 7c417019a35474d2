import type { Host } from '../../../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../../../kernel/http.ts'
import type { Attributes, Span, SpanError } from '../../../kernel/trace/span.ts'

/** What a span is to know of a request to an API, of either generation. */
export interface TracedCall {
  readonly host: Host
  readonly account: string
  readonly region: string
  readonly requestId: string
  readonly trace?: Span | undefined
}

interface Facts {
  readonly account: string
  readonly region: string
  readonly requestId: string
  /** `POST /uploads` */
  readonly name: string
}

const SERVICE = 'execute-api'
const KEPT_BYTES = 512 * 1024

export function beginRequest(host: Host, request: HttpRequest, facts: Facts): Span {
  const { account, region, requestId, name } = facts
  const span = host.traces.arrive(request, undefined, host.clock.now(), 'request')
  void keep(host, request, span)
  return host.traces.started(span, { service: SERVICE, name, account, region, requestId })
}

/** Also of a request that is refused: it may be sent again once the reason is gone. */
async function keep({ traces }: Host, request: HttpRequest, span: Span): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) > KEPT_BYTES || request.headers['transfer-encoding'] !== undefined) return
  const { method, path, rawQuery, headers: { authorization: _, cookie: __, ...headers } } = request
  try {
    const bytes = await request.bytes()
    traces.payloads.keep(span.number, { bytes, request: { method, path: rawQuery === '' ? path : `${path}?${rawQuery}`, headers } })
  } catch {
    // Who sent it went away: so does its body.
  }
}

/** `reason` is for whoever runs the engine: the client is told less. */
export function endRequest({ host, trace }: Pick<TracedCall, 'host' | 'trace'>, response: HttpResponse, attributes: Attributes, reason?: string): void {
  if (!trace) return
  const { status, body } = response
  const size = typeof body === 'string' || body instanceof Uint8Array ? { size_bytes: Buffer.byteLength(body) } : {}
  const error = status < 400 ? undefined : { code: String(status), message: reason ?? 'The integration answered so.' }
  host.traces.end(trace, { error, attributes: { ...attributes, status, ...size } })
}

/** What an authorizer made of a request. */
export interface Ruling extends Attributes {
  readonly refused?: string
}

/** Runs an authorizer as a part of the request; `ruling` says what came of it, or, in `refused`, why it refused. */
export async function authorizing<C extends TracedCall, T>(
  call: C,
  { type, name }: { readonly type: string; readonly name?: string | undefined },
  decide: (call: C) => Promise<T>,
  ruling: (verdict: T) => Ruling,
): Promise<T> {
  const { host, account, region, requestId } = call
  if (!call.trace) return decide(call)
  const facts = { service: SERVICE, name: name === undefined ? `${type} authorizer` : `${type} authorizer ${name}`, account, region, requestId }
  const trace = host.traces.begin('authorizer', facts, call.trace)
  const end = ({ refused, ...attributes }: Ruling) => {
    const error: SpanError | undefined = refused === undefined ? undefined : { code: 'Unauthorized', message: refused }
    host.traces.end(trace, { error, attributes: { type, decision: error ? 'refused' : 'allowed', ...attributes } })
  }
  try {
    const verdict = await decide({ ...call, trace })
    end(ruling(verdict))
    return verdict
  } catch (error) {
    const known = trace.attributes?.['reason']
    end({ refused: typeof known === 'string' ? known : (error as Error).message })
    throw error
  }
}
