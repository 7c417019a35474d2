import { createHmac } from 'node:crypto'
import type { Caller } from '../context.ts'
import { AwsError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import { checkToken, findKey, type Verifier } from './secrets.ts'
import { sameSignature } from './signing-key.ts'
import { bytesOf, isoSeconds, signatureDoesNotMatch, storageStyle } from './storage-style.ts'

/** Parameters that name a part of a bucket or object, or change its answer, and are signed therefore. */
const SIGNED_PARAMETERS =
  /^(?:accelerate|acl|analytics|cors|defaultObjectAcl|delete|encryption|inventory|lifecycle|location|logging|metrics|notification|object-lock|partNumber|policy|publicAccessBlock|replication|requestPayment|response-.+|restore|retention|legal-hold|select|select-type|storageClass|tagging|torrent|uploadId|uploads|versionId|versioning|versions|website)$/

const denied = (message: string, members: Record<string, unknown> = {}) => new AwsError('AccessDenied', message, { status: 403, members })

/**
 * Verifies a URL that was presigned with Signature Version 2, which `aws s3 presign` and boto3 still make unless told
 * otherwise ("Appendix: Authenticating requests (AWS signature version 2)" of the S3 API Reference). Such a signature
 * names no region. Throws S3's errors.
 */
export function verifyVersion2(request: HttpRequest, host: Verifier): Caller {
  const { query } = request
  const [accessKeyId, signature, expires] = [query.get('AWSAccessKeyId'), query.get('Signature'), query.get('Expires')]
  if (!accessKeyId || !signature || !expires)
    throw denied('Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters')
  if (!/^\d{1,11}$/.test(expires)) throw denied(`Invalid date (should be seconds since epoch): ${expires}`)
  const key = findKey(host, accessKeyId)
  if (!key) throw storageStyle.unknownKey(accessKeyId)
  const now = host.clock.now()
  const ends = Number(expires) * 1000
  if (now >= ends) throw denied('Request has expired', { Expires: isoSeconds(ends), ServerTime: isoSeconds(now) })
  const sessionToken = request.headers['x-amz-security-token'] ?? query.get('x-amz-security-token') ?? undefined
  checkToken({ accessKeyId, sessionToken }, key, storageStyle, now)
  const texts = resourcesOf(request).map((resource) => stringToSign(request, expires, resource))
  if (!texts.some((text) => sameSignature(signature, signVersion2(key.secret, text)))) throw mismatch(accessKeyId, signature, texts.at(-1)!)
  return { principal: key.principal, region: host.settings.defaultRegion }
}

/** The signature of a string to sign, or of a form's policy: base64. */
export const signVersion2 = (secret: string, text: string) => createHmac('sha1', secret).update(text, 'latin1').digest('base64')

export const mismatch = (AWSAccessKeyId: string, SignatureProvided: string, StringToSign: string) =>
  signatureDoesNotMatch({ AWSAccessKeyId, StringToSign, SignatureProvided, StringToSignBytes: bytesOf(StringToSign) })

function stringToSign({ method, headers, query }: HttpRequest, expires: string, resource: string): string {
  const amz = new Map<string, string>()
  for (const [name, value] of query) if (name.startsWith('x-amz-')) amz.set(name, value)
  for (const name in headers) if (name.startsWith('x-amz-')) amz.set(name, headers[name]!.trim())
  const lines = [...amz].map(([name, value]) => `${name}:${value}\n`).sort()
  return `${method}\n${headers['content-md5'] ?? ''}\n${headers['content-type'] ?? ''}\n${expires}\n${lines.join('')}${resource}`
}

/** The path with the parameters that count, and, where the bucket may be in the host, the same with it in front. */
function resourcesOf({ path, query, host }: HttpRequest): string[] {
  const counted = [...query].filter(([name]) => SIGNED_PARAMETERS.test(name)).map(([name, value]) => (value === '' ? name : `${name}=${value}`))
  const parameters = counted.length === 0 ? '' : `?${counted.sort().join('&')}`
  const bucket = /^(.+)\.(?:s3[.-]|localhost$)/.exec(host)?.[1]
  return bucket === undefined ? [path + parameters] : [`/${bucket}${path}${parameters}`, path + parameters]
}
