import type {
  AdminSetUserMFAPreferenceCommandInput, AdminSetUserMFAPreferenceCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolArn } from '../issuer/issuer.ts'
import { preferMfa } from '../issuer/mfa-settings.ts'
import { requireUser } from '../issuer/users.ts'
import { USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const AdminSetUserMFAPreference = operation<AdminSetUserMFAPreferenceCommandInput, AdminSetUserMFAPreferenceCommandOutput>({
  action: 'cognito-idp:AdminSetUserMFAPreference',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME },
  handle(input, ctx) {
    const pool = findPool(ctx, input.UserPoolId!)
    preferMfa(ctx, pool, requireUser(ctx, pool, input.Username!), input)
    return {}
  },
})
