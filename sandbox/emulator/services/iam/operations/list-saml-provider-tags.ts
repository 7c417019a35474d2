import type { ListSAMLProviderTagsCommandInput, ListSAMLProviderTagsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { SAML } from '../providers.ts'
import { listingTags } from '../tagging.ts'

export const ListSAMLProviderTags = operation<ListSAMLProviderTagsCommandInput, ListSAMLProviderTagsCommandOutput>({
  action: 'iam:ListSAMLProviderTags',
  ...listingTags(SAML),
})
