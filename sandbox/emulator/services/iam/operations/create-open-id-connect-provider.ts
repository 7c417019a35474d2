import type { CreateOpenIDConnectProviderCommandInput, CreateOpenIDConnectProviderCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { addOidc, oidcArn, oidcHost } from '../providers.ts'
import { mergeTags, TAGS } from '../tags.ts'

export const CreateOpenIDConnectProvider = operation<CreateOpenIDConnectProviderCommandInput, CreateOpenIDConnectProviderCommandOutput>({
  action: 'iam:CreateOpenIDConnectProvider',
  resource: (input, ctx) => oidcArn(ctx, input.Url!),
  storedOnly: true,
  limits: { Url: { min: 1, max: 255 }, ClientIDList: { max: 100 }, ThumbprintList: { max: 5 }, Tags: TAGS },
  handle(input, ctx) {
    const provider = addOidc(ctx, {
      arn: oidcArn(ctx, input.Url!),
      url: oidcHost(input.Url!),
      clientIds: [...new Set(input.ClientIDList ?? [])],
      thumbprints: input.ThumbprintList ?? [],
      createdAt: ctx.now,
      tags: mergeTags([], input.Tags ?? []),
    })
    return { OpenIDConnectProviderArn: provider.arn, ...(provider.tags.length > 0 ? { Tags: [...provider.tags] } : {}) }
  },
})
