import type { DeleteUserCommandInput, DeleteUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { readAccessToken } from '../issuer/access-token.ts'
import { TOKEN } from '../limits.ts'
import { removeUser } from '../state.ts'

export const DeleteUser = operation<DeleteUserCommandInput, DeleteUserCommandOutput>({
  action: 'cognito-idp:DeleteUser',
  resource: '*',
  needs: nothing,
  limits: { AccessToken: TOKEN },
  async handle(input, ctx) {
    const { pool, user } = await readAccessToken(ctx, input.AccessToken!)
    removeUser(ctx, pool, user)
    return {}
  },
})
