import type { UpdateOpenIDConnectProviderThumbprintCommandInput, UpdateOpenIDConnectProviderThumbprintCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { OIDC } from '../providers.ts'

export const UpdateOpenIDConnectProviderThumbprint = operation<UpdateOpenIDConnectProviderThumbprintCommandInput, UpdateOpenIDConnectProviderThumbprintCommandOutput>({
  action: 'iam:UpdateOpenIDConnectProviderThumbprint',
  resource: OIDC.resource,
  storedOnly: true,
  limits: { ...OIDC.limits, ThumbprintList: { max: 5 } },
  handle(input, ctx) {
    OIDC.save(ctx, { ...OIDC.own(ctx, input.OpenIDConnectProviderArn!), thumbprints: input.ThumbprintList! })
    return {}
  },
})
