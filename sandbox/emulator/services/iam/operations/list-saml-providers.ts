import type { ListSAMLProvidersCommandInput, ListSAMLProvidersCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { samlProviders } from '../providers.ts'

export const ListSAMLProviders = operation<ListSAMLProvidersCommandInput, ListSAMLProvidersCommandOutput>({
  action: 'iam:ListSAMLProviders',
  resource: '*',
  handle(_input, ctx) {
    const sorted = [...samlProviders(ctx).values()].sort((a, b) => (a.arn < b.arn ? -1 : 1))
    const shown = sorted.map(({ arn, validUntil, createdAt }) => ({
      Arn: arn,
      ValidUntil: new Date(validUntil),
      CreateDate: new Date(createdAt),
    }))
    return { SAMLProviderList: shown }
  },
})
