import type { ListOpenIDConnectProviderTagsCommandInput, ListOpenIDConnectProviderTagsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { OIDC } from '../providers.ts'
import { listingTags } from '../tagging.ts'

export const ListOpenIDConnectProviderTags = operation<ListOpenIDConnectProviderTagsCommandInput, ListOpenIDConnectProviderTagsCommandOutput>({
  action: 'iam:ListOpenIDConnectProviderTags',
  ...listingTags(OIDC),
})
