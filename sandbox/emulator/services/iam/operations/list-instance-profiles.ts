import type { ListInstanceProfilesCommandInput, ListInstanceProfilesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { profileSummary, sortedProfiles } from '../instance-profiles.ts'
import { page, PAGE_LIMITS } from '../paging.ts'

export const ListInstanceProfiles = operation<ListInstanceProfilesCommandInput, ListInstanceProfilesCommandOutput>({
  action: 'iam:ListInstanceProfiles',
  resource: '*',
  limits: PAGE_LIMITS,
  handle(input, ctx) {
    const under = sortedProfiles(ctx).filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
    const { items, more } = page(under, ({ name }) => name, input)
    return { InstanceProfiles: items.map((profile) => profileSummary(ctx, profile)), ...more }
  },
})
