import type { RemoveClientIDFromOpenIDConnectProviderCommandInput, RemoveClientIDFromOpenIDConnectProviderCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { OIDC } from '../providers.ts'

export const RemoveClientIDFromOpenIDConnectProvider = operation<RemoveClientIDFromOpenIDConnectProviderCommandInput, RemoveClientIDFromOpenIDConnectProviderCommandOutput>({
  action: 'iam:RemoveClientIDFromOpenIDConnectProvider',
  resource: OIDC.resource,
  storedOnly: true,
  limits: { ...OIDC.limits, ClientID: { min: 1, max: 255 } },
  handle(input, ctx) {
    const provider = OIDC.own(ctx, input.OpenIDConnectProviderArn!)
    OIDC.save(ctx, { ...provider, clientIds: provider.clientIds.filter((id) => id !== input.ClientID) })
    return {}
  },
})
