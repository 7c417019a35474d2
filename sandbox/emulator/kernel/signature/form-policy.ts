import type { Caller } from '../context.ts'
import { AwsError } from '../errors.ts'
import { ALGORITHM, parseTimestamp, TERMINATOR } from './claim.ts'
import { checkToken, findKey, type Verifier } from './secrets.ts'
import { deriveKey, sameSignature, sign } from './signing-key.ts'
import { storageStyle } from './storage-style.ts'
import { mismatch, signVersion2 } from './version-2.ts'

/** Fields of a browser's form that make its signature; the names are those of the form. */
export interface SignedForm {
  /** Base64, as sent. */
  readonly policy: string
  readonly 'x-amz-algorithm'?: string | undefined
  readonly 'x-amz-credential'?: string | undefined
  readonly 'x-amz-date'?: string | undefined
  readonly 'x-amz-signature'?: string | undefined
  readonly 'x-amz-security-token'?: string | undefined
  /** With `signature`, in forms of Signature Version 2, which boto3 still makes unless told otherwise. */
  readonly AWSAccessKeyId?: string | undefined
  readonly signature?: string | undefined
}

const REQUIRED = ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature'] as const

const invalidArgument = (message: string, ArgumentName: string, ArgumentValue: string) =>
  new AwsError('InvalidArgument', message, { members: { ArgumentName, ArgumentValue } })

/**
 * Verifies the signature of a POST form over its policy and gives the caller; what the policy says (its expiration too)
 * is not looked at. Throws `InvalidArgument`, `InvalidAccessKeyId`, `InvalidToken`, `ExpiredToken` or
 * `SignatureDoesNotMatch`. ("Authenticating requests in browser-based uploads using POST" of the S3 API Reference.)
 */
export function verifyFormPolicy(form: SignedForm, host: Verifier): Caller {
  if (form.AWSAccessKeyId !== undefined) return verifyOldForm(form, form.AWSAccessKeyId, host)
  for (const name of REQUIRED)
    if (!form[name]) throw invalidArgument(`Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`, name, '')
  const { 'x-amz-credential': credential = '', 'x-amz-date': timestamp = '', 'x-amz-signature': signature = '' } = form
  const [accessKeyId = '', date = '', region = '', service = '', terminator, ...more] = credential.split('/')
  if (form['x-amz-algorithm'] !== ALGORITHM) throw invalidArgument(`X-Amz-Algorithm only supports "${ALGORITHM}"`, 'x-amz-algorithm', form['x-amz-algorithm']!)
  if (terminator !== TERMINATOR || more.length > 0 || !/^\d{8}$/.test(date))
    throw invalidArgument('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".', 'x-amz-credential', credential)
  if (parseTimestamp(timestamp) === undefined || !timestamp.startsWith(date))
    throw invalidArgument('X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd\'T\'HHmmss\'Z\'"', 'x-amz-date', timestamp)
  const key = findKey(host, accessKeyId)
  if (!key) throw storageStyle.unknownKey(accessKeyId)
  checkToken({ accessKeyId, sessionToken: form['x-amz-security-token'] }, key, storageStyle, host.clock.now())
  if (!sameSignature(signature, sign(deriveKey(key.secret, date, region, service), form.policy)))
    throw mismatch(accessKeyId, signature, form.policy)
  return { principal: key.principal, region }
}

function verifyOldForm(form: SignedForm, accessKeyId: string, host: Verifier): Caller {
  const { policy, signature = '' } = form
  const key = findKey(host, accessKeyId)
  if (!key) throw storageStyle.unknownKey(accessKeyId)
  checkToken({ accessKeyId, sessionToken: form['x-amz-security-token'] }, key, storageStyle, host.clock.now())
  if (!sameSignature(signature, signVersion2(key.secret, policy))) throw mismatch(accessKeyId, signature, policy)
  return { principal: key.principal, region: host.settings.defaultRegion }
}
