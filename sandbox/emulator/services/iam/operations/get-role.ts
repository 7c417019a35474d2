import type { GetRoleCommandInput, GetRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { roleLastUsed } from '../last-used.ts'
import { findRole, roleResource } from '../state.ts'
import { roleView } from '../views.ts'

export const GetRole = operation<GetRoleCommandInput, GetRoleCommandOutput>({
  action: 'iam:GetRole',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const role = findRole(ctx, input.RoleName!)
    return { Role: { ...roleView(role), RoleLastUsed: roleLastUsed(ctx, role.arn) } }
  },
})
