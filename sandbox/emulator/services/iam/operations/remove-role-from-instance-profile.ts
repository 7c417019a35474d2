import type { RemoveRoleFromInstanceProfileCommandInput, RemoveRoleFromInstanceProfileCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { noSuchEntity } from '../errors.ts'
import { PROFILE } from '../instance-profiles.ts'
import { keyOf } from '../state.ts'

export const RemoveRoleFromInstanceProfile = operation<RemoveRoleFromInstanceProfileCommandInput, RemoveRoleFromInstanceProfileCommandOutput>({
  action: 'iam:RemoveRoleFromInstanceProfile',
  resource: PROFILE.resource,
  limits: { ...PROFILE.limits, RoleName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const { role, ...empty } = PROFILE.find(ctx, input.InstanceProfileName!)
    if (role !== keyOf(input.RoleName!)) throw noSuchEntity(`Role ${input.RoleName!} in Instance Profile ${empty.name} cannot be found.`)
    PROFILE.save(ctx, empty)
    return {}
  },
})
