import type { GlobalSignOutCommandInput, GlobalSignOutCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { readAccessToken } from '../issuer/access-token.ts'
import { TOKEN } from '../limits.ts'
import { revokeSignIns } from '../state.ts'

export const GlobalSignOut = operation<GlobalSignOutCommandInput, GlobalSignOutCommandOutput>({
  action: 'cognito-idp:GlobalSignOut',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN },
  async handle(input, ctx) {
    const { pool, user } = await readAccessToken(ctx, input.AccessToken!)
    revokeSignIns(ctx, pool, user.username)
    return {}
  },
})
