import type { Caller, Context } from '../../kernel/context.ts'
import { identifyCaller } from '../../kernel/identify.ts'
import { verifyFormPolicy, type SignedForm } from '../../kernel/signature/form-policy.ts'
import { missingField } from './errors.ts'
import type { Fields } from './form-parts.ts'

/** Fields of a signature, as S3 names them in its errors. */
const VERSION_4 = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature']
const VERSION_2 = ['AWSAccessKeyId', 'Signature']

const has = (fields: Fields) => (name: string) => fields.has(name.toLowerCase())

/** A date alone signs nothing. */
export const isSigned = (fields: Fields) =>
  [...VERSION_4, ...VERSION_2].some((name) => name !== 'X-Amz-Date' && has(fields)(name))

/** Throws `InvalidArgument` for the first field that is not there. */
export function requireSignature(fields: Fields): void {
  const names = VERSION_2.some(has(fields)) && !VERSION_4.some(has(fields)) ? VERSION_2 : VERSION_4
  const missing = [...names, 'Policy'].find((name) => !fields.get(name.toLowerCase())?.value)
  if (missing !== undefined) throw missingField(missing)
}

/** Throws S3's refusal where the signature does not hold. */
export function signerOf(ctx: Context, fields: Fields): Caller {
  const given = (name: string) => fields.get(name)?.value
  if (ctx.settings.signatures === 'off') return claimed(ctx, given('x-amz-credential') ?? given('awsaccesskeyid') ?? '')
  const form: SignedForm = {
    policy: given('policy')!,
    'x-amz-algorithm': given('x-amz-algorithm'),
    'x-amz-credential': given('x-amz-credential'),
    'x-amz-date': given('x-amz-date'),
    'x-amz-signature': given('x-amz-signature'),
    'x-amz-security-token': given('x-amz-security-token'),
    AWSAccessKeyId: given('awsaccesskeyid'),
    signature: given('signature'),
  }
  return verifyFormPolicy(form, ctx)
}

function claimed(ctx: Context, credential: string): Caller {
  const [accessKeyId = '', , region] = credential.split('/')
  return identifyCaller({ accessKeyId, ...(region === undefined ? {} : { region }) }, ctx.store, ctx.settings)
}
