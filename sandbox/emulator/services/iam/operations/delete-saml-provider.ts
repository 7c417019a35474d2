import type { DeleteSAMLProviderCommandInput, DeleteSAMLProviderCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { removeSaml, SAML } from '../providers.ts'

export const DeleteSAMLProvider = operation<DeleteSAMLProviderCommandInput, DeleteSAMLProviderCommandOutput>({
  action: 'iam:DeleteSAMLProvider',
  resource: SAML.resource,
  limits: SAML.limits,
  handle(input, ctx) {
    removeSaml(ctx, SAML.own(ctx, input.SAMLProviderArn!).arn)
    return {}
  },
})
