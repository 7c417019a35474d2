import type {
  AdminCreateUserCommandInput, AdminCreateUserCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { unsupportedUserState } from '../errors.ts'
import { readAttributes } from '../issuer/attributes.ts'
import { invitation } from '../issuer/messages.ts'
import { poolArn } from '../issuer/issuer.ts'
import { checkPolicy, makeVerifier, temporaryPassword } from '../issuer/password.ts'
import { beforeSignUp } from '../issuer/triggers/sign-up.ts'
import { createUser, describeUser, requireUser, takeAliases, updateUser, usernameFor } from '../issuer/users.ts'
import { PASSWORD, USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool, type Pool, type User } from '../state.ts'

async function created(ctx: Context, pool: Pool, input: AdminCreateUserCommandInput, password: string): Promise<User> {
  const [asked, sub] = [readAttributes(pool, input.UserAttributes), ctx.ids.uuid()]
  const validationData = input.ValidationData && Object.fromEntries(input.ValidationData.map(({ Name, Value }) => [Name!, Value ?? '']))
  const who = { userName: usernameFor(pool, input.Username!, sub), attributes: asked, metadata: input.ClientMetadata, validationData }
  const { verified } = await beforeSignUp(ctx, pool, 'PreSignUp_AdminCreateUser', who)
  const attributes = { ...asked, ...verified }
  const passwordExpiresAt = expiry(ctx, pool)
  const wanted = { sub, name: input.Username!, attributes, status: 'FORCE_CHANGE_PASSWORD' as const, password, passwordExpiresAt }
  if (input.ForceAliasCreation) takeAliases(ctx, pool, attributes)
  return createUser(ctx, pool, wanted, 'User account already exists')
}

/** A second invitation: a new temporary password for somebody who has not used the first. */
function invited(ctx: Context, pool: Pool, name: string, password: string): User {
  const user = requireUser(ctx, pool, name)
  if (user.status !== 'FORCE_CHANGE_PASSWORD')
    throw unsupportedUserState(`Resend not possible. User status is not FORCE_CHANGE_PASSWORD: ${user.status}`)
  const verifier = makeVerifier(ctx.ids, pool, user.username, password)
  return updateUser(ctx, pool, user, { password: verifier, passwordExpiresAt: expiry(ctx, pool) })
}

const expiry = (ctx: Context, pool: Pool) =>
  ctx.now + (pool.settings.Policies?.PasswordPolicy?.TemporaryPasswordValidityDays ?? 7) * 86_400_000

export const AdminCreateUser = operation<AdminCreateUserCommandInput, AdminCreateUserCommandOutput>({
  action: 'cognito-idp:AdminCreateUser',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME, TemporaryPassword: PASSWORD, MessageAction: { enum: ['RESEND', 'SUPPRESS'] } },
  async handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    const password = input.TemporaryPassword ?? temporaryPassword(ctx.ids, pool)
    checkPolicy(pool, password)
    const user = input.MessageAction === 'RESEND' ? invited(ctx, pool, input.Username!, password) : await created(ctx, pool, input, password)
    if (input.MessageAction !== 'SUPPRESS') await invitation(ctx, pool, user, password, input.ClientMetadata)
    return { User: describeUser(user) }
  },
})
