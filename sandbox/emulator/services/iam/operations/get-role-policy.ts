import type { GetRolePolicyCommandInput, GetRolePolicyCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findInline, findRole, roleResource } from '../state.ts'
import { encodeDocument } from '../views.ts'

export const GetRolePolicy = operation<GetRolePolicyCommandInput, GetRolePolicyCommandOutput>({
  action: 'iam:GetRolePolicy',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 }, PolicyName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const role = findRole(ctx, input.RoleName!)
    const { name, document } = findInline(role, input.PolicyName!, 'role')
    return { RoleName: role.name, PolicyName: name, PolicyDocument: encodeDocument(document) }
  },
})
