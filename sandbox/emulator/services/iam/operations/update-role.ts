import type { UpdateRoleCommandInput, UpdateRoleCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findOwnRole, findRole, roleResource, saveRole } from '../state.ts'

export const UpdateRole = operation<UpdateRoleCommandInput, UpdateRoleCommandOutput>({
  action: 'iam:UpdateRole',
  resource: roleResource,
  limits: {
    RoleName: { min: 1, max: 64 },
    Description: { max: 1000 },
    MaxSessionDuration: { minValue: 3600, maxValue: 43200 },
  },
  handle(input, ctx) {
    // Of a service-linked role the description alone may be changed.
    const role = input.MaxSessionDuration === undefined ? findRole(ctx, input.RoleName!) : findOwnRole(ctx, input.RoleName!)
    saveRole(ctx, {
      ...role,
      ...(input.Description === undefined ? {} : { description: input.Description }),
      maxSession_s: input.MaxSessionDuration ?? role.maxSession_s,
    })
    return {}
  },
})
