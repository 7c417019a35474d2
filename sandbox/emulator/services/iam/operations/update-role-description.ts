import type { UpdateRoleDescriptionCommandInput, UpdateRoleDescriptionCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { findRole, roleResource, saveRole } from '../state.ts'
import { roleView } from '../views.ts'

export const UpdateRoleDescription = operation<UpdateRoleDescriptionCommandInput, UpdateRoleDescriptionCommandOutput>({
  action: 'iam:UpdateRoleDescription',
  resource: roleResource,
  limits: { RoleName: { min: 1, max: 64 }, Description: { max: 1000 } },
  handle(input, ctx) {
    const role = findRole(ctx, input.RoleName!)
    return { Role: roleView(saveRole(ctx, { ...role, description: input.Description! })) }
  },
})
