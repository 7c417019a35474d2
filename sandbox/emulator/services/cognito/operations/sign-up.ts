import type { SignUpCommandInput, SignUpCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter, notAuthorized } from '../errors.ts'
import { readAttributes } from '../issuer/attributes.ts'
import { missingAttributes, missingRequired } from '../issuer/challenges.ts'
import { addressToVerify, sendCode } from '../issuer/messages.ts'
import { checkPolicy } from '../issuer/password.ts'
import { checkSecretHash } from '../issuer/secret-hash.ts'
import { createUser, signUpAttributes } from '../issuer/users.ts'
import { CLIENT_ID, PASSWORD, USERNAME } from '../limits.ts'
import { findClientAnywhere } from '../state.ts'

export const SignUp = operation<SignUpCommandInput, SignUpCommandOutput>({
  action: 'cognito-idp:SignUp',
  resource: '*',
  limits: { ClientId: CLIENT_ID, Username: USERNAME, Password: PASSWORD },
  handle(input, ctx) {
    const { pool, client } = findClientAnywhere(ctx, input.ClientId!)
    const [name, password] = [input.Username!, input.Password]
    checkSecretHash(client, name, input.SecretHash)
    if (pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly)
      throw notAuthorized('SignUp is not permitted for this user pool')
    if (password === undefined) throw invalidParameter('Missing required parameter Password')
    checkPolicy(pool, password)
    const attributes = signUpAttributes(pool, name, readAttributes(pool, input.UserAttributes))
    const missing = missingAttributes(pool, { attributes })
    if (missing.length > 0) throw missingRequired(missing)
    const user = createUser(ctx, pool, { name, attributes, status: 'UNCONFIRMED', password }, 'User already exists')
    const address = addressToVerify(pool, user)
    const sent = address ? { CodeDeliveryDetails: sendCode(ctx, pool, user, 'sign-up', address) } : {}
    return { UserConfirmed: false, UserSub: user.sub, ...sent }
  },
})
