import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolOfArn, saveTags } from '../issuer/tags.ts'

export const TagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  action: 'cognito-idp:TagResource',
  resource: (input) => input.ResourceArn!,
  handle(input, ctx) {
    const pool = poolOfArn(ctx, input.ResourceArn!)
    saveTags(ctx, pool, { ...pool.settings.UserPoolTags, ...input.Tags })
    return {}
  },
})
