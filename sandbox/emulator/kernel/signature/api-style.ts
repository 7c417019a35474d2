import { AwsError } from '../errors.ts'
import type { HttpRequest } from '../http.ts'
import type { CatalogEntry } from '../service.ts'
import { andThen } from '../sooner.ts'
import { ALGORITHM, credentialParts, formatTimestamp, headerList, parseTimestamp, TERMINATOR, timestampOf, type Claim, type SignatureParts } from './claim.ts'
import { sha256 } from './signing-key.ts'
import { regionInHost, type SignatureStyle } from './style.ts'

interface Wording {
  /** `Exception` in the JSON protocols. */
  readonly suffix: '' | 'Exception'
  readonly mismatch: string
  readonly unknownKey: string
  readonly status: number
  readonly unsigned?: string
}

const SKEW_MS = 15 * 60_000
const WRONG =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

/**
 * Every service but S3. The sentences are those of "Troubleshoot signed requests for AWS APIs" in the IAM User Guide,
 * and of answers that AWS has given; the statuses are those of each protocol's "Common errors".
 */
export function apiStyle(wording: Wording): SignatureStyle {
  const refuse = (code: string, message: string) => new AwsError(code, message, { status: wording.status })
  const wrong = (message: string) => refuse(wording.mismatch, message)
  const incomplete = (message: string) =>
    new AwsError(`IncompleteSignature${wording.suffix}`, message, { status: wording.suffix === '' ? 400 : wording.status })
  const invalid = () => refuse(wording.unknownKey, 'The security token included in the request is invalid.')

  function readClaim(parts: SignatureParts, request: HttpRequest, entry: CatalogEntry): Claim {
    if (parts.algorithm !== ALGORITHM) throw incomplete(algorithmRefused(parts.algorithm))
    const missing = missingParts(parts, request)
    if (missing !== '') throw incomplete(missing)
    const [accessKeyId, date, region, service, terminator, ...more] = credentialParts(parts.credential!)
    if (terminator === undefined || more.length > 0)
      throw incomplete(`Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${parts.credential}'`)
    const timestamp = timestampOf(parts.date!)
    if (timestamp === undefined)
      throw incomplete(`Date must be in ISO-8601 'basic format'. Got '${parts.date}'. See http://en.wikipedia.org/wiki/ISO_8601`)
    const problems = scopeProblems([date!, region!, service!, terminator], timestamp, request, entry)
    if (problems !== '') throw wrong(problems)
    return {
      where: parts.where,
      accessKeyId: accessKeyId!,
      date: date!,
      region: region!,
      service: service!,
      timestamp,
      signedHeaders: headerList(parts.signedHeaders!),
      signature: parts.signature!,
      time: parseTimestamp(timestamp)!,
      expires_s: /^\d{1,9}$/.test(parts.expires ?? '') ? Number(parts.expires) : undefined,
      sessionToken: parts.sessionToken,
    }
  }

  return {
    path: 'twice',
    version2: false,
    readClaim,
    checkSignedHeaders({ signedHeaders }) {
      if (signedHeaders.includes('host') || signedHeaders.includes(':authority')) return
      throw wrong("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")
    },
    checkTime({ time, timestamp, expires_s }, now) {
      const lasts_ms = expires_s === undefined ? SKEW_MS : expires_s * 1000
      const at = formatTimestamp
      const lasts = expires_s === undefined ? '15 min' : `${expires_s} sec`
      if (time < now - lasts_ms)
        throw wrong(`Signature expired: ${timestamp} is now earlier than ${at(now - lasts_ms)} (${at(now)} - ${lasts}.)`)
      if (time > now + SKEW_MS)
        throw wrong(`Signature not yet current: ${timestamp} is still later than ${at(now + SKEW_MS)} (${at(now)} + 15 min.)`)
    },
    payloadHash: (_claim, request) => andThen(request.bytes(), sha256),
    unsigned: () => refuse(`MissingAuthenticationToken${wording.suffix}`, wording.unsigned ?? 'Request is missing Authentication Token'),
    unknownKey: invalid,
    invalidToken: invalid,
    expiredToken: () => refuse(`ExpiredToken${wording.suffix}`, 'The security token included in the request is expired'),
    mismatch(_claim, canonical, stringToSign) {
      const text = Buffer.from(canonical, 'latin1').toString()
      return wrong(`${WRONG}\n\nThe Canonical String for this request should have been\n'${text}'\n\nThe String-to-Sign should have been\n'${stringToSign}'\n`)
    },
  }
}

function algorithmRefused(algorithm: string | undefined): string {
  // What AWS verifies with a public key that only it holds.
  if (algorithm?.startsWith('AWS4-ECDSA-')) return `${algorithm} (Signature Version 4A) is not verified by this emulator. Sign with ${ALGORITHM}.`
  return `Unsupported AWS 'algorithm': '${algorithm ?? ''}'. Supported algorithms: ${ALGORITHM}.`
}

/** One sentence for each part that is not there. */
function missingParts(parts: SignatureParts, { headers }: HttpRequest): string {
  const authorization = headers['authorization'] ?? ''
  if (parts.stray !== undefined)
    return `'${parts.stray}' not a valid key=value pair (missing equal-sign) in Authorization header: '${authorization}'.`
  const inHeader = parts.where === 'header'
  const needs = (name: string) =>
    inHeader ? `Authorization header requires '${name}' parameter.` : `AWS query-string parameters must include 'X-Amz-${name}'.`
  const missing = [
    ...(parts.credential ? [] : [needs('Credential')]),
    ...(parts.signature ? [] : [needs('Signature')]),
    ...(parts.signedHeaders ? [] : [needs('SignedHeaders')]),
    ...(parts.date ? [] : [inHeader ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header." : needs('Date')]),
  ]
  if (missing.length === 0) return ''
  return [...missing, inHeader ? `Authorization=${authorization}` : "Re-examine the query-string parameters."].join(' ')
}

/** One sentence for each member of the credential scope that does not belong to this request. */
function scopeProblems(
  [date, region, service, terminator]: readonly [string, string, string, string],
  timestamp: string,
  { host }: HttpRequest,
  { signingNames }: CatalogEntry,
): string {
  const expected = regionInHost(host, service)
  const day = timestamp.slice(0, 8)
  return [
    ...(region === '' || (expected !== undefined && region !== expected) ? [`Credential should be scoped to a valid region, not '${region}'. `] : []),
    ...(signingNames.includes(service) ? [] : [`Credential should be scoped to correct service: '${signingNames[0]}'. `]),
    ...(terminator === TERMINATOR ? [] : [`Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${terminator}'. `]),
    ...(date === day ? [] : [`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${day}', from '${timestamp}'.`]),
  ].join('')
}
