import type { UntagSAMLProviderCommandInput, UntagSAMLProviderCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { SAML } from '../providers.ts'
import { untagging } from '../tagging.ts'

export const UntagSAMLProvider = operation<UntagSAMLProviderCommandInput, UntagSAMLProviderCommandOutput>({
  action: 'iam:UntagSAMLProvider',
  ...untagging(SAML),
})
