import type { ForgotPasswordCommandInput, ForgotPasswordCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { invalidParameter, notAuthorized, userDisabled, userNotFound } from '../errors.ts'
import { hidesUsers } from '../issuer/attempt.ts'
import { inventedDelivery, sendCode, verifiedAddress } from '../issuer/messages.ts'
import { checkSecretHash } from '../issuer/secret-hash.ts'
import { findOrMigrate } from '../issuer/triggers/migration.ts'
import { CLIENT_ID, USERNAME } from '../limits.ts'
import { findClientAnywhere } from '../state.ts'

export const ForgotPassword = operation<ForgotPasswordCommandInput, ForgotPasswordCommandOutput>({
  action: 'cognito-idp:ForgotPassword',
  resource: '*',
  needs: nothing,
  limits: { ClientId: CLIENT_ID, Username: USERNAME },
  async handle(input, ctx) {
    const { pool, client } = findClientAnywhere(ctx, input.ClientId!)
    checkSecretHash(client, input.Username!, input.SecretHash)
    const metadata = input.ClientMetadata
    const user = await findOrMigrate(ctx, pool, { name: input.Username!, client, metadata })
    if (!user && hidesUsers(client)) return { CodeDeliveryDetails: inventedDelivery(input.Username!) }
    if (!user) throw userNotFound('Username/client id combination not found.')
    if (!user.enabled) throw userDisabled()
    if (user.status === 'FORCE_CHANGE_PASSWORD') throw notAuthorized('User password cannot be reset in the current state.')
    const address = verifiedAddress(user)
    if (!address)
      throw invalidParameter('Cannot reset password for the user as there is no registered/verified email or phone_number')
    const sending = { purpose: 'password', by: address, source: 'ForgotPassword', client, metadata } as const
    return { CodeDeliveryDetails: await sendCode(ctx, pool, user, sending) }
  },
})
