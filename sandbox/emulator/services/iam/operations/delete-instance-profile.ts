import type { DeleteInstanceProfileCommandInput, DeleteInstanceProfileCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { deleteConflict } from '../errors.ts'
import { PROFILE, removeProfile } from '../instance-profiles.ts'

export const DeleteInstanceProfile = operation<DeleteInstanceProfileCommandInput, DeleteInstanceProfileCommandOutput>({
  action: 'iam:DeleteInstanceProfile',
  resource: PROFILE.resource,
  limits: PROFILE.limits,
  handle(input, ctx) {
    const profile = PROFILE.find(ctx, input.InstanceProfileName!)
    if (profile.role !== undefined) throw deleteConflict('Cannot delete entity, must remove roles from instance profile first.')
    removeProfile(ctx, profile)
    return {}
  },
})
