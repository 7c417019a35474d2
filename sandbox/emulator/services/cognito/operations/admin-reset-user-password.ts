import type {
  AdminResetUserPasswordCommandInput, AdminResetUserPasswordCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter, notAuthorized } from '../errors.ts'
import { poolArn } from '../issuer/issuer.ts'
import { sendCode, verifiedAddress } from '../issuer/messages.ts'
import { requireUser, updateUser } from '../issuer/users.ts'
import { USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const AdminResetUserPassword = operation<AdminResetUserPasswordCommandInput, AdminResetUserPasswordCommandOutput>({
  action: 'cognito-idp:AdminResetUserPassword',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME },
  async handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const user = requireUser(ctx, pool, input.Username!)
    if (user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED')
      throw notAuthorized('User password cannot be reset in the current state.')
    const address = verifiedAddress(user)
    if (!address)
      throw invalidParameter('Cannot reset password for the user as there is no registered/verified email or phone_number')
    const sending = { purpose: 'password', by: address, source: 'ForgotPassword', metadata: input.ClientMetadata } as const
    await sendCode(ctx, pool, updateUser(ctx, pool, user, { status: 'RESET_REQUIRED' }), sending)
    return {}
  },
})
