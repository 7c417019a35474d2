import type { AssumeRoleCommandInput, AssumeRoleCommandOutput } from '@aws-sdk/client-sts'
import type { Need } from '../../../kernel/authorize.ts'
import { operation } from '../../../kernel/operation.ts'
import { assume } from '../roles.ts'
import { packedSize, SESSION_LIMITS, sessionOf } from '../sessions.ts'

/** The trust policy decides, and for users and roles of the role's account their own policies too. */
export const AssumeRole = operation<AssumeRoleCommandInput, AssumeRoleCommandOutput>({
  action: 'sts:AssumeRole',
  resource: (input) => input.RoleArn!,
  needs,
  limits: {
    ...SESSION_LIMITS,
    RoleArn: { min: 20, max: 2048 },
    RoleSessionName: { min: 2, max: 64, pattern: '[\\w+=,.@-]*' },
    DurationSeconds: { minValue: 900, maxValue: 43200 },
    ExternalId: { min: 2, max: 1224, pattern: '[\\w+=,.@:\\/-]*' },
    SourceIdentity: { min: 2, max: 64, pattern: '[\\w+=,.@-]*' },
  },
  async handle(input, ctx) {
    // It stays with whoever goes on from role to role.
    const sourceIdentity = input.SourceIdentity ?? ctx.principal.session?.sourceIdentity
    const session = { ...sessionOf(ctx, input), ...(sourceIdentity === undefined ? {} : { sourceIdentity }) }
    return {
      ...(await assume(ctx, input, session)),
      ...packedSize(input),
      ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }),
    }
  },
})

function needs({ RoleArn, Tags, SourceIdentity }: AssumeRoleCommandInput): Need[] {
  const actions = ['sts:AssumeRole', ...(Tags?.length ? ['sts:TagSession'] : []), ...(SourceIdentity === undefined ? [] : ['sts:SetSourceIdentity'])]
  return actions.map((action) => ({ action, resource: RoleArn! }))
}
