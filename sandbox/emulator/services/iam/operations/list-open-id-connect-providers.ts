import type { ListOpenIDConnectProvidersCommandInput, ListOpenIDConnectProvidersCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { oidcProviders } from '../providers.ts'

export const ListOpenIDConnectProviders = operation<ListOpenIDConnectProvidersCommandInput, ListOpenIDConnectProvidersCommandOutput>({
  action: 'iam:ListOpenIDConnectProviders',
  resource: '*',
  handle: (_input, ctx) => ({ OpenIDConnectProviderList: [...oidcProviders(ctx).keys()].sort().map((Arn) => ({ Arn })) }),
})
