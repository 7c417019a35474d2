import type { TagSAMLProviderCommandInput, TagSAMLProviderCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { SAML } from '../providers.ts'
import { tagging } from '../tagging.ts'

export const TagSAMLProvider = operation<TagSAMLProviderCommandInput, TagSAMLProviderCommandOutput>({
  action: 'iam:TagSAMLProvider',
  ...tagging(SAML),
})
