import type { GetOpenIDConnectProviderCommandInput, GetOpenIDConnectProviderCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { OIDC } from '../providers.ts'

export const GetOpenIDConnectProvider = operation<GetOpenIDConnectProviderCommandInput, GetOpenIDConnectProviderCommandOutput>({
  action: 'iam:GetOpenIDConnectProvider',
  resource: OIDC.resource,
  limits: OIDC.limits,
  handle(input, ctx) {
    const { url, clientIds, thumbprints, createdAt, tags } = OIDC.find(ctx, input.OpenIDConnectProviderArn!)
    return {
      Url: url,
      ClientIDList: [...clientIds],
      ThumbprintList: [...thumbprints],
      CreateDate: new Date(createdAt),
      ...(tags.length > 0 ? { Tags: [...tags] } : {}),
    }
  },
})
