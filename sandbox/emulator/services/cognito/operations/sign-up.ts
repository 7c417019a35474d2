import type { SignUpCommandInput, SignUpCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { nothing, operation } from '../../../kernel/operation.ts'
import { invalidParameter, notAuthorized } from '../errors.ts'
import { readAttributes } from '../issuer/attributes.ts'
import { missingAttributes, missingRequired } from '../issuer/challenges.ts'
import { addressToVerify, sendCode } from '../issuer/messages.ts'
import { checkPolicy } from '../issuer/password.ts'
import { checkSecretHash } from '../issuer/secret-hash.ts'
import { afterConfirmation, beforeSignUp } from '../issuer/triggers/sign-up.ts'
import { createUser, signUpAttributes, usernameFor } from '../issuer/users.ts'
import { CLIENT_ID, PASSWORD, USERNAME } from '../limits.ts'
import { findClientAnywhere } from '../state.ts'

/** Data for the pool's function alone: it is not kept. */
const validationData = ({ ValidationData }: SignUpCommandInput) =>
  ValidationData && Object.fromEntries(ValidationData.map(({ Name, Value }) => [Name!, Value ?? '']))

export const SignUp = operation<SignUpCommandInput, SignUpCommandOutput>({
  action: 'cognito-idp:SignUp',
  resource: '*',
  needs: nothing,
  limits: { ClientId: CLIENT_ID, Username: USERNAME, Password: PASSWORD },
  async handle(input, ctx) {
    const { pool, client } = findClientAnywhere(ctx, input.ClientId!)
    const [name, password] = [input.Username!, input.Password]
    checkSecretHash(client, name, input.SecretHash)
    if (pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly)
      throw notAuthorized('SignUp is not permitted for this user pool')
    if (password === undefined) throw invalidParameter('Missing required parameter Password')
    checkPolicy(pool, password)
    const asked = signUpAttributes(pool, name, readAttributes(pool, input.UserAttributes))
    const missing = missingAttributes(pool, { attributes: asked })
    if (missing.length > 0) throw missingRequired(missing)
    const [sub, metadata] = [ctx.ids.uuid(), input.ClientMetadata]
    const who = { userName: usernameFor(pool, name, sub), attributes: asked, client, metadata, validationData: validationData(input) }
    const { confirmed, verified } = await beforeSignUp(ctx, pool, 'PreSignUp_SignUp', who)
    const status = confirmed ? 'CONFIRMED' : 'UNCONFIRMED'
    const user = createUser(ctx, pool, { sub, name, attributes: { ...asked, ...verified }, status, password }, 'User already exists')
    if (confirmed) {
      await afterConfirmation(ctx, pool, user, { source: 'ConfirmSignUp', client, metadata })
      return { UserConfirmed: true, UserSub: sub }
    }
    const by = addressToVerify(pool, user)
    const sending = { purpose: 'sign-up', source: 'SignUp', client, metadata } as const
    const sent = by ? { CodeDeliveryDetails: await sendCode(ctx, pool, user, { ...sending, by }) } : {}
    return { UserConfirmed: false, UserSub: sub, ...sent }
  },
})
