import type { GetInstanceProfileCommandInput, GetInstanceProfileCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { PROFILE, profileView } from '../instance-profiles.ts'

export const GetInstanceProfile = operation<GetInstanceProfileCommandInput, GetInstanceProfileCommandOutput>({
  action: 'iam:GetInstanceProfile',
  resource: PROFILE.resource,
  limits: PROFILE.limits,
  handle: (input, ctx) => ({ InstanceProfile: profileView(ctx, PROFILE.find(ctx, input.InstanceProfileName!)) }),
})
