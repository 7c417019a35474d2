import type { DeleteOpenIDConnectProviderCommandInput, DeleteOpenIDConnectProviderCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { OIDC, removeOidc } from '../providers.ts'

export const DeleteOpenIDConnectProvider = operation<DeleteOpenIDConnectProviderCommandInput, DeleteOpenIDConnectProviderCommandOutput>({
  action: 'iam:DeleteOpenIDConnectProvider',
  resource: OIDC.resource,
  limits: OIDC.limits,
  // One that is not there is no error, as in AWS.
  handle(input, ctx) {
    removeOidc(ctx, input.OpenIDConnectProviderArn!)
    return {}
  },
})
