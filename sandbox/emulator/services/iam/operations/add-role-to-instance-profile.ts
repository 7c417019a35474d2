import type { AddRoleToInstanceProfileCommandInput, AddRoleToInstanceProfileCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { limitExceeded } from '../errors.ts'
import { PROFILE } from '../instance-profiles.ts'
import { findOwnRole, keyOf } from '../state.ts'

export const AddRoleToInstanceProfile = operation<AddRoleToInstanceProfileCommandInput, AddRoleToInstanceProfileCommandOutput>({
  action: 'iam:AddRoleToInstanceProfile',
  resource: PROFILE.resource,
  limits: { ...PROFILE.limits, RoleName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const profile = PROFILE.find(ctx, input.InstanceProfileName!)
    const role = findOwnRole(ctx, input.RoleName!)
    if (profile.role !== undefined) throw limitExceeded('Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1')
    PROFILE.save(ctx, { ...profile, role: keyOf(role.name) })
    return {}
  },
})
