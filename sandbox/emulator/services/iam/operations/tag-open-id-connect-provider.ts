import type { TagOpenIDConnectProviderCommandInput, TagOpenIDConnectProviderCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { OIDC } from '../providers.ts'
import { tagging } from '../tagging.ts'

export const TagOpenIDConnectProvider = operation<TagOpenIDConnectProviderCommandInput, TagOpenIDConnectProviderCommandOutput>({
  action: 'iam:TagOpenIDConnectProvider',
  ...tagging(OIDC),
})
