import type { AddClientIDToOpenIDConnectProviderCommandInput, AddClientIDToOpenIDConnectProviderCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { limitExceeded } from '../errors.ts'
import { OIDC } from '../providers.ts'

export const AddClientIDToOpenIDConnectProvider = operation<AddClientIDToOpenIDConnectProviderCommandInput, AddClientIDToOpenIDConnectProviderCommandOutput>({
  action: 'iam:AddClientIDToOpenIDConnectProvider',
  resource: OIDC.resource,
  storedOnly: true,
  limits: { ...OIDC.limits, ClientID: { min: 1, max: 255 } },
  handle(input, ctx) {
    const provider = OIDC.own(ctx, input.OpenIDConnectProviderArn!)
    const clientIds = [...new Set([...provider.clientIds, input.ClientID!])]
    if (clientIds.length > 100) throw limitExceeded('Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: 100')
    OIDC.save(ctx, { ...provider, clientIds })
    return {}
  },
})
