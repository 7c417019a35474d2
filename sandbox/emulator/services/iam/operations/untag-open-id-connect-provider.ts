import type { UntagOpenIDConnectProviderCommandInput, UntagOpenIDConnectProviderCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { OIDC } from '../providers.ts'
import { untagging } from '../tagging.ts'

export const UntagOpenIDConnectProvider = operation<UntagOpenIDConnectProviderCommandInput, UntagOpenIDConnectProviderCommandOutput>({
  action: 'iam:UntagOpenIDConnectProvider',
  ...untagging(OIDC),
})
