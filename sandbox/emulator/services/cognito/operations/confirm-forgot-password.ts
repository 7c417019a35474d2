import type {
  ConfirmForgotPasswordCommandInput, ConfirmForgotPasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { expiredCode, userDisabled, userNotFound } from '../errors.ts'
import { hidesUsers } from '../issuer/attempt.ts'
import { acceptCode } from '../issuer/messages.ts'
import { newPassword } from '../issuer/password.ts'
import { checkSecretHash } from '../issuer/secret-hash.ts'
import { afterConfirmation } from '../issuer/triggers/sign-up.ts'
import { updateUser } from '../issuer/users.ts'
import { CLIENT_ID, PASSWORD, USERNAME } from '../limits.ts'
import { findClientAnywhere, findUser } from '../state.ts'

export const ConfirmForgotPassword = operation<ConfirmForgotPasswordCommandInput, ConfirmForgotPasswordCommandOutput>({
  action: 'cognito-idp:ConfirmForgotPassword',
  resource: '*',
  needs: nothing,
  limits: { ClientId: CLIENT_ID, Username: USERNAME, Password: PASSWORD, ConfirmationCode: { min: 1, max: 2048, pattern: '[\\S]+' } },
  async handle(input, ctx) {
    const { pool, client } = findClientAnywhere(ctx, input.ClientId!)
    checkSecretHash(client, input.Username!, input.SecretHash)
    const user = findUser(ctx, pool, input.Username!)
    if (!user && hidesUsers(client)) throw expiredCode('Invalid code provided, please request a code again.')
    if (!user) throw userNotFound('Username/client id combination not found.')
    if (!user.enabled) throw userDisabled()
    const password = newPassword(ctx.ids, pool, user, input.Password!)
    const codes = acceptCode(ctx, user, 'password', input.ConfirmationCode!)
    const confirmed = updateUser(ctx, pool, user, { ...password, codes, status: 'CONFIRMED' })
    await afterConfirmation(ctx, pool, confirmed, { source: 'ConfirmForgotPassword', client, metadata: input.ClientMetadata })
    return {}
  },
})
