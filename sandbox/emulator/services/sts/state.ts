import type { Credentials } from '@aws-sdk/client-sts'
import type { Context, Principal } from '../../kernel/context.ts'
import { rememberCredential } from '../../kernel/credentials.ts'
import { ALPHANUMERIC, UPPER_ALPHANUMERIC } from '../../kernel/ids.ts'

const SECRET_ALPHABET = `${ALPHANUMERIC}+/`
/** Session tokens of AWS begin with these characters. */
const TOKEN_PREFIX = 'IQoJb3JpZ2luX2Vj'

/** Makes temporary credentials for `principal` that expire after `duration_s`, and remembers whose they are. */
export function issue(ctx: Context, principal: Principal, duration_s: number): Credentials {
  const expiresAt = Math.floor(ctx.now / 1000 + duration_s) * 1000
  const accessKeyId = `ASIA${ctx.ids.chars(16, UPPER_ALPHANUMERIC)}`
  const secretAccessKey = ctx.ids.chars(40, SECRET_ALPHABET)
  const sessionToken = TOKEN_PREFIX + ctx.ids.bytes(256).toString('base64')
  rememberCredential(ctx, { accessKeyId, secretAccessKey, sessionToken, principal, expiresAt })
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    Expiration: new Date(expiresAt),
  }
}
