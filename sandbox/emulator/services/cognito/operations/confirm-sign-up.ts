import type { ConfirmSignUpCommandInput, ConfirmSignUpCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { expiredCode, notAuthorized, userNotFound } from '../errors.ts'
import { hidesUsers } from '../issuer/attempt.ts'
import { acceptCode, addressToVerify } from '../issuer/messages.ts'
import { checkSecretHash } from '../issuer/secret-hash.ts'
import { afterConfirmation } from '../issuer/triggers/sign-up.ts'
import { takeAliases, updateUser } from '../issuer/users.ts'
import { CLIENT_ID, USERNAME } from '../limits.ts'
import { findClientAnywhere, findUser } from '../state.ts'

export const ConfirmSignUp = operation<ConfirmSignUpCommandInput, ConfirmSignUpCommandOutput>({
  action: 'cognito-idp:ConfirmSignUp',
  resource: '*',
  needs: nothing,
  limits: { ClientId: CLIENT_ID, Username: USERNAME, ConfirmationCode: { min: 1, max: 2048, pattern: '[\\S]+' } },
  async handle(input, ctx) {
    const { pool, client } = findClientAnywhere(ctx, input.ClientId!)
    checkSecretHash(client, input.Username!, input.SecretHash)
    const user = findUser(ctx, pool, input.Username!)
    if (!user && hidesUsers(client)) throw expiredCode('Invalid code provided, please request a code again.')
    if (!user) throw userNotFound('Username/client id combination not found.')
    if (user.status !== 'UNCONFIRMED') throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
    const codes = acceptCode(ctx, user, 'sign-up', input.ConfirmationCode!)
    const address = addressToVerify(pool, user)
    const attributes = address ? { ...user.attributes, [`${address}_verified`]: 'true' } : user.attributes
    if (input.ForceAliasCreation) takeAliases(ctx, pool, attributes, user.username)
    const confirmed = updateUser(ctx, pool, user, { status: 'CONFIRMED', codes, attributes })
    await afterConfirmation(ctx, pool, confirmed, { source: 'ConfirmSignUp', client, metadata: input.ClientMetadata })
    return {}
  },
})
