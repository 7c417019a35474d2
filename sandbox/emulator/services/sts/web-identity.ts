import { compactVerify, decodeJwt, decodeProtectedHeader, importJWK, type JWK, type JWTPayload } from 'jose'
import type { ContextKeys } from '../../kernel/authorize.ts'
import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'

/** Who a token says its bearer is. */
export interface WebIdentity {
  /** The issuer without `https://`: the provider's name in IAM. */
  readonly provider: string
  readonly subject: string
  readonly audience: string
  readonly amr: readonly string[]
}

const invalid = (message: string) => new AwsError('InvalidIdentityToken', message)

/** Verifies an OIDC token of an issuer that answers here; throws `InvalidIdentityToken` or `ExpiredTokenException`. */
export async function readWebIdentity(ctx: Context, token: string): Promise<WebIdentity> {
  const [claims, kid] = decode(token)
  const { iss, sub, aud, exp } = claims
  const audience = Array.isArray(aud) ? aud[0] : aud
  if (typeof iss !== 'string') throw invalid('Missing a required claim: iss')
  if (typeof sub !== 'string') throw invalid('Missing a required claim: sub')
  // An access token of Cognito's has none.
  if (audience === undefined) throw invalid('Missing a required claim: aud')
  await checkSignature(ctx, token, iss, kid)
  if (typeof exp !== 'number' || exp * 1000 <= ctx.now)
    throw new AwsError(
      'ExpiredTokenException',
      `Token expired: current date/time ${Math.floor(ctx.now / 1000)} must be before the expiration date/time ${exp}`,
    )
  const amr = Array.isArray(claims['amr']) ? claims['amr'].map(String) : []
  return { provider: iss.replace(/^https?:\/\//, ''), subject: sub, audience, amr }
}

/** "Available keys for AWS web identity federation": named after the provider. */
export function webIdentityKeys({ provider, subject, audience, amr }: WebIdentity, providerArn: string): ContextKeys {
  return {
    'aws:FederatedProvider': providerArn,
    [`${provider}:sub`]: subject,
    [`${provider}:aud`]: audience,
    ...(amr.length > 0 ? { [`${provider}:amr`]: amr } : {}),
  }
}

function decode(token: string): [JWTPayload, string | undefined] {
  try {
    return [decodeJwt(token), decodeProtectedHeader(token).kid]
  } catch {
    throw invalid('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)')
  }
}

async function checkSignature(ctx: Context, token: string, issuer: string, kid: string | undefined): Promise<void> {
  const answer = URL.canParse(issuer) ? await ctx.get(`${issuer}/.well-known/jwks.json`) : undefined
  if (answer?.status !== 200) throw invalid(`No OpenIDConnect provider found in your account for ${issuer}`)
  const { keys } = JSON.parse(String(answer.body)) as { keys: readonly JWK[] }
  const jwk = keys.find((key) => key.kid === kid)
  if (!jwk) throw invalid("Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements")
  try {
    await compactVerify(token, await importJWK(jwk, 'RS256'), { algorithms: ['RS256'] })
  } catch {
    throw invalid('Provided Token is not valid: its signature does not match.')
  }
}
