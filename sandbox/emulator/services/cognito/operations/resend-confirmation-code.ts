import type {
  ResendConfirmationCodeCommandInput, ResendConfirmationCodeCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { invalidParameter, userNotFound } from '../errors.ts'
import { addressToVerify, sendCode } from '../issuer/messages.ts'
import { checkSecretHash } from '../issuer/secret-hash.ts'
import { CLIENT_ID, USERNAME } from '../limits.ts'
import { findClientAnywhere, findUser } from '../state.ts'

export const ResendConfirmationCode = operation<ResendConfirmationCodeCommandInput, ResendConfirmationCodeCommandOutput>({
  action: 'cognito-idp:ResendConfirmationCode',
  resource: '*',
  needs: nothing,
  limits: { ClientId: CLIENT_ID, Username: USERNAME },
  async handle(input, ctx) {
    const { pool, client } = findClientAnywhere(ctx, input.ClientId!)
    checkSecretHash(client, input.Username!, input.SecretHash)
    const user = findUser(ctx, pool, input.Username!)
    if (!user) throw userNotFound('Username/client id combination not found.')
    if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.')
    const address = addressToVerify(pool, user)
    if (!address) throw invalidParameter('Auto verification not turned on.')
    const sending = { purpose: 'sign-up', by: address, source: 'ResendCode', client, metadata: input.ClientMetadata } as const
    return { CodeDeliveryDetails: await sendCode(ctx, pool, user, sending) }
  },
})
