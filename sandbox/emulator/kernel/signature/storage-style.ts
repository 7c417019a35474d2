import { AwsError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import type { CatalogEntry } from '../service.ts'
import { ALGORITHM, credentialParts, hasQueryParts, headerList, parseTimestamp, TERMINATOR, timestampOf, type Claim, type SignatureParts } from './claim.ts'
import { isSha256 } from './payload.ts'
import { regionInHost, type SignatureStyle } from './style.ts'

const SKEW_MS = 15 * 60_000
const WEEK_S = 604_800
const V2 = `The authorization mechanism you have provided is not supported. Please use ${ALGORITHM}.`
const CREDENTIAL_FORM = 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".'

const denied = (message: string, members: Record<string, unknown> = {}) => new AwsError('AccessDenied', message, { status: 403, members })
const invalidArgument = (message: string, ArgumentName: string, ArgumentValue: string) =>
  new AwsError('InvalidArgument', message, { members: { ArgumentName, ArgumentValue } })
const queryError = (message: string, members: Record<string, unknown> = {}) =>
  new AwsError('AuthorizationQueryParametersError', message, { members })
const malformedHeader = (message: string, members: Record<string, unknown> = {}) =>
  new AwsError('AuthorizationHeaderMalformed', `The authorization header is malformed; ${message}`, { members })

/**
 * S3: the payload's hash is the client's word in `x-amz-content-sha256`, the path is encoded once, and every refusal has
 * members of its own ("Authenticating Requests" and "Error responses" of the S3 API Reference, and S3's own answers).
 */
export const storageStyle: SignatureStyle = {
  path: 'once',
  version2: true,

  readClaim(parts, request, entry) {
    checkMechanism(parts, request)
    if (parts.where === 'query') checkQuery(parts)
    else if (!parts.credential || !parts.signedHeaders || !parts.signature) throw incomplete(parts)
    const scope = readScope(parts, request, entry)
    const timestamp = timestampOf(parts.date ?? '')
    if (timestamp === undefined) throw denied('AWS authentication requires a valid Date or x-amz-date header')
    const day = timestamp.slice(0, 8)
    if (scope.date !== day)
      throw (parts.where === 'query' ? queryError : malformedHeader)(`Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${day}".`)
    return {
      ...scope,
      where: parts.where,
      signedHeaders: headerList(parts.signedHeaders!),
      signature: parts.signature!,
      timestamp,
      time: parseTimestamp(timestamp)!,
      expires_s: parts.where === 'query' ? Number(parts.expires) : undefined,
      sessionToken: parts.sessionToken,
    }
  },

  checkSignedHeaders({ signedHeaders }, { headers }) {
    const missing = signedHeaders.includes('host') ? [] : ['host']
    for (const name in headers)
      // The payload's hash is part of the canonical request by itself.
      if (name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !signedHeaders.includes(name)) missing.push(name)
    if (missing.length > 0)
      throw denied('There were headers present in the request which were not signed', { HeadersNotSigned: missing.join(', ') })
  },

  checkTime({ where, time, timestamp, expires_s = 0 }, now) {
    if (where === 'query') {
      const ends = time + expires_s * 1000
      if (now >= ends)
        throw denied('Request has expired', { 'X-Amz-Expires': expires_s, Expires: isoSeconds(ends), ServerTime: isoSeconds(now) })
      if (time > now + SKEW_MS) throw denied('Request is not yet valid', { 'X-Amz-Date': timestamp, ServerTime: isoSeconds(now) })
    } else if (Math.abs(now - time) > SKEW_MS)
      throw new AwsError('RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', {
        status: 403,
        members: { RequestTime: timestamp, ServerTime: isoSeconds(now), MaxAllowedSkewMilliseconds: SKEW_MS },
      })
  },

  payloadHash({ where, signedHeaders }, request) {
    const header = request.headers['x-amz-content-sha256']
    if (where === 'query')
      return request.query.get('X-Amz-Content-Sha256') ?? (signedHeaders.includes('x-amz-content-sha256') ? header : undefined) ?? 'UNSIGNED-PAYLOAD'
    if (header === undefined) throw new AwsError('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256')
    checkPayloadHash(header)
    return header
  },

  checkOtherScheme(authorization) {
    throw invalidArgument('Unsupported Authorization Type', 'Authorization', authorization)
  },

  unknownKey: (accessKeyId) =>
    new AwsError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
      status: 403,
      members: { AWSAccessKeyId: accessKeyId },
    }),
  invalidToken: (token) =>
    new AwsError('InvalidToken', 'The provided token is malformed or otherwise invalid.', { members: { 'Token-0': token } }),
  expiredToken: (token) => new AwsError('ExpiredToken', 'The provided token has expired.', { members: { 'Token-0': token } }),
  mismatch: ({ accessKeyId, signature }, canonical, stringToSign) => {
    const text = Buffer.from(canonical, 'latin1').toString()
    return signatureDoesNotMatch({
      AWSAccessKeyId: accessKeyId,
      ...{ StringToSign: stringToSign, SignatureProvided: signature, StringToSignBytes: bytesOf(stringToSign) },
      ...{ CanonicalRequest: text, CanonicalRequestBytes: bytesOf(text) },
    })
  },
}

/** A text that was signed with another key than it should have been: a request, a chunk, a form's policy. */
export const signatureDoesNotMatch = (members: Record<string, string>) =>
  new AwsError('SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided. Check your key and signing method.', {
    status: 403,
    members,
  })

/** A text as S3 shows it for comparison: `41 57 53 34`. */
export const bytesOf = (text: string) => Buffer.from(text).toString('hex').replace(/..(?=.)/g, '$& ')

/** `2013-05-24T00:00:00Z` */
export const isoSeconds = (time: number) => new Date(time).toISOString().replace(/\.\d{3}/, '')

function checkMechanism(parts: SignatureParts, request: HttpRequest): void {
  const { algorithm = '', where } = parts
  const authorization = request.headers['authorization'] ?? ''
  if (where === 'header' && hasQueryParts(request))
    throw invalidArgument(
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
      ...(['Authorization', authorization] as const),
    )
  if (algorithm === 'AWS') throw new AwsError('InvalidRequest', V2)
  if (algorithm.startsWith('AWS4-ECDSA-')) throw asymmetricRefused(algorithm)
  if (algorithm === ALGORITHM || (where === 'query' && algorithm === '')) return
  if (where === 'header') throw invalidArgument('Unsupported Authorization Type', 'Authorization', authorization)
  throw queryError(`X-Amz-Algorithm only supports "${ALGORITHM} and AWS4-ECDSA-P256-SHA256"`)
}

/** Signature Version 4A needs public keys that only AWS holds. */
const asymmetricRefused = (algorithm: string) =>
  new AwsError('NotImplemented', `${algorithm} (Signature Version 4A) is not verified by this emulator. Sign with ${ALGORITHM}.`, { status: 501 })

function incomplete({ stray }: SignatureParts): AwsError {
  return malformedHeader(
    stray === undefined
      ? 'the authorization header requires three components: Credential, SignedHeaders, and Signature.'
      : `the authorization component "${stray}" is malformed.`,
  )
}

function checkQuery({ algorithm, credential, signature, date, signedHeaders, expires }: SignatureParts): void {
  if (!algorithm || !credential || !signature || !date || signedHeaders === undefined || expires === undefined)
    throw queryError(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    )
  if (parseTimestamp(date) === undefined) throw queryError('X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd\'T\'HHmmss\'Z\'"')
  if (!/^-?\d+$/.test(expires)) throw queryError('X-Amz-Expires should be a number')
  if (Number(expires) < 0) throw queryError('X-Amz-Expires must be non-negative')
  if (Number(expires) > WEEK_S)
    throw queryError('X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds')
}

function readScope(
  { where, credential }: SignatureParts,
  { host }: HttpRequest,
  { signingNames }: CatalogEntry,
): Pick<Claim, 'accessKeyId' | 'date' | 'region' | 'service'> {
  const malformed = (message: string, members?: Record<string, unknown>) =>
    where === 'query' ? queryError(`Error parsing the X-Amz-Credential parameter; ${message}`, members) : malformedHeader(message, members)
  const [accessKeyId = '', date = '', region = '', service = '', terminator, ...more] = credentialParts(credential!)
  if (accessKeyId === '' || terminator === undefined || more.length > 0) throw malformed(CREDENTIAL_FORM)
  if (!/^\d{8}$/.test(date)) throw malformed(`incorrect date format "${date}". This date in the credential must be in the format "yyyyMMdd".`)
  if (!signingNames.includes(service)) throw malformed(`incorrect service "${service}". This endpoint belongs to "${signingNames[0]}".`)
  if (terminator !== TERMINATOR) throw malformed(`incorrect terminal "${terminator}". This endpoint uses "${TERMINATOR}".`)
  const expected = regionInHost(host, signingNames[0]!)
  if (region === '' || (expected !== undefined && region !== expected))
    throw malformed(`the region '${region}' is wrong; expecting '${expected ?? 'us-east-1'}'`, { Region: expected ?? 'us-east-1' })
  return { accessKeyId, date, region, service }
}

const PAYLOADS = [
  'UNSIGNED-PAYLOAD',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER',
  'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD',
  'STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER',
]

function checkPayloadHash(hash: string): void {
  if (isSha256(hash)) return
  if (hash.startsWith('STREAMING-AWS4-ECDSA-')) throw asymmetricRefused('AWS4-ECDSA-P256-SHA256')
  if (!PAYLOADS.includes(hash))
    throw invalidArgument(`x-amz-content-sha256 must be ${PAYLOADS.join(', ')} or a valid sha256 value.`, 'x-amz-content-sha256', hash)
}
