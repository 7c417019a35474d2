import type { AdminGetUserCommandInput, AdminGetUserCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { attributeList } from '../issuer/attributes.ts'
import { poolArn } from '../issuer/issuer.ts'
import { describeUserMfa } from '../issuer/mfa-settings.ts'
import { requireUser } from '../issuer/users.ts'
import { USERNAME, USER_POOL_ID } from '../limits.ts'
import { findPool } from '../state.ts'

export const AdminGetUser = operation<AdminGetUserCommandInput, AdminGetUserCommandOutput>({
  action: 'cognito-idp:AdminGetUser',
  resource: (input, ctx) => poolArn(ctx, input.UserPoolId!),
  limits: { UserPoolId: USER_POOL_ID, Username: USERNAME },
  handle(input, ctx) {
    const user = requireUser(ctx, findPool(ctx, input.UserPoolId!), input.Username!)
    return {
      Username: user.username,
      UserAttributes: attributeList(user),
      UserCreateDate: new Date(user.createdAt),
      UserLastModifiedDate: new Date(user.updatedAt),
      Enabled: user.enabled,
      UserStatus: user.status,
      ...describeUserMfa(user),
    }
  },
})
