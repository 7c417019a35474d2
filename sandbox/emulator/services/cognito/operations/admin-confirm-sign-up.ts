import type {
  AdminConfirmSignUpCommandInput, AdminConfirmSignUpCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { notAuthorized } from '../errors.ts'
import { poolArn } from '../issuer/issuer.ts'
import { afterConfirmation } from '../issuer/triggers/sign-up.ts'
import { requireUser, updateUser } from '../issuer/users.ts'
import { USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

/** Confirms the account, not its address: `email_verified` stays as it is. */
export const AdminConfirmSignUp = operation<AdminConfirmSignUpCommandInput, AdminConfirmSignUpCommandOutput>({
  action: 'cognito-idp:AdminConfirmSignUp',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME },
  async handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const user = requireUser(ctx, pool, input.Username!)
    if (user.status !== 'UNCONFIRMED') throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
    const confirmed = updateUser(ctx, pool, user, { status: 'CONFIRMED', codes: {} })
    await afterConfirmation(ctx, pool, confirmed, { source: 'ConfirmSignUp', metadata: input.ClientMetadata })
    return {}
  },
})
