import type { CORSRule } from '@aws-sdk/client-s3'
import type { Context } from '../../kernel/context.ts'
import type { HttpRequest } from '../../kernel/http.ts'
import { s3Address } from './address.ts'
import * as errors from './errors.ts'
import { anyBucket } from './state.ts'

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method'
const METHODS = new Set<string | undefined>(['GET', 'PUT', 'HEAD', 'POST', 'DELETE'])

export const isCrossOrigin = ({ request }: Pick<Context, 'request'>) => request?.headers['origin'] !== undefined

/**
 * The headers by which an answer tells a browser what its page may see, by the first rule of the bucket that fits
 * ("How does Amazon S3 evaluate the CORS configuration on a bucket?" of the S3 User Guide). None for what is no
 * cross-origin request, or where no rule fits: the request itself is served all the same.
 */
export function corsHeaders(ctx: Context): Record<string, string> {
  const { request } = ctx
  if (!request || !isCrossOrigin(ctx)) return {}
  const rules = anyBucket(ctx, s3Address(request).labels['Bucket'] ?? '')?.configuration.cors
  return (rules && allowedBy(rules, request)) ?? {}
}

/** For a browser that asks before it sends: throws `AccessForbidden` or `BadRequest` where it may not. */
export function checkPreflight(ctx: Context, request: HttpRequest): void {
  const { origin, 'access-control-request-method': method } = request.headers
  if (origin === undefined) throw errors.corsBadRequest('Insufficient information. Origin request header needed.')
  const { path, labels } = s3Address(request)
  const refuse = (message: string) => errors.corsRefused(message, method ?? 'OPTIONS', path === '/' ? 'BUCKET' : 'OBJECT')
  const bucket = anyBucket(ctx, labels['Bucket'] ?? '')
  if (!bucket) throw refuse('Bucket not found')
  const rules = bucket.configuration.cors
  if (!rules) throw refuse('CORS is not enabled for this bucket.')
  if (!METHODS.has(method)) throw errors.corsBadRequest(`Invalid Access-Control-Request-Method: ${method ?? null}`)
  if (!allowedBy(rules, request))
    throw refuse(
      "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    )
}

/** What S3 asks of a request is the same before it and with it: a header that names a method outweighs the request's own. */
function allowedBy(rules: readonly CORSRule[], { method, headers }: HttpRequest): Record<string, string> | undefined {
  const origin = headers['origin']!
  const wanted = headers['access-control-request-method'] ?? method
  const names = listed(headers['access-control-request-headers'])
  for (const rule of rules) {
    if (!rule.AllowedMethods?.includes(wanted)) continue
    const allowed = rule.AllowedOrigins?.find((pattern) => matchesWildcard(pattern, origin))
    if (allowed === undefined) continue
    const patterns = rule.AllowedHeaders?.map((pattern) => pattern.toLowerCase()) ?? []
    if (!names.every((name) => patterns.some((pattern) => matchesWildcard(pattern, name)))) continue
    return describe(rule, allowed === '*' ? '*' : origin, names)
  }
  return undefined
}

function describe(rule: CORSRule, origin: string, names: readonly string[]): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': rule.AllowedMethods!.join(', '),
    ...(names.length > 0 ? { 'access-control-allow-headers': names.join(', ') } : {}),
    ...(rule.ExposeHeaders?.length ? { 'access-control-expose-headers': rule.ExposeHeaders.join(', ') } : {}),
    ...(rule.MaxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
    ...(origin === '*' ? {} : { 'access-control-allow-credentials': 'true' }),
    vary: VARY,
  }
}

const listed = (header: string | undefined) =>
  (header ?? '').split(',').map((name) => name.trim().toLowerCase()).filter((name) => name !== '')

/** A pattern has at most one `*`, which stands for any text. */
export function matchesWildcard(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*')
  if (star < 0) return pattern === text
  const end = pattern.slice(star + 1)
  return text.length >= pattern.length - 1 && text.startsWith(pattern.slice(0, star)) && text.endsWith(end)
}
