import type { AssumeRoleWithWebIdentityCommandInput, AssumeRoleWithWebIdentityCommandOutput } from '@aws-sdk/client-sts'
import { later, operation } from '../../../kernel/operation.ts'
import { notAuthorized } from '../errors.ts'
import { assume } from '../roles.ts'
import { packedSize, SESSION_LIMITS, sessionOf } from '../sessions.ts'
import { readWebIdentity, webIdentityKeys } from '../web-identity.ts'

const ACTION = 'sts:AssumeRoleWithWebIdentity'

/** The token is the proof: nobody signs this request, and only the trust policy is asked. */
export const AssumeRoleWithWebIdentity = operation<AssumeRoleWithWebIdentityCommandInput, AssumeRoleWithWebIdentityCommandOutput>({
  action: ACTION,
  resource: (input) => input.RoleArn!,
  needs: later,
  limits: {
    Policy: SESSION_LIMITS.Policy,
    PolicyArns: SESSION_LIMITS.PolicyArns,
    RoleArn: { min: 20, max: 2048 },
    RoleSessionName: { min: 2, max: 64, pattern: '[\\w+=,.@-]*' },
    WebIdentityToken: { min: 4, max: 20_000 },
    DurationSeconds: { minValue: 900, maxValue: 43200 },
  },
  async handle(input, ctx) {
    const identity = await readWebIdentity(ctx, input.WebIdentityToken!)
    const providerArn = `arn:aws:iam::${input.RoleArn!.split(':')[4]}:oidc-provider/${identity.provider}`
    if (ctx.denial?.({ action: ACTION, resource: input.RoleArn!, keys: webIdentityKeys(identity, providerArn) })) throw notAuthorized(ACTION)
    const assumed = await assume(ctx, input, { ...sessionOf(ctx, input), federatedProvider: providerArn })
    return {
      ...assumed,
      ...packedSize(input),
      SubjectFromWebIdentityToken: identity.subject,
      Audience: identity.audience,
      Provider: providerArn,
    }
  },
})
