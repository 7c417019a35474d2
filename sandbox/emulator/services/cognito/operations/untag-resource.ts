import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolOfArn, saveTags } from '../issuer/tags.ts'

export const UntagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  action: 'cognito-idp:UntagResource',
  resource: (input) => input.ResourceArn!,
  handle(input, ctx) {
    const pool = poolOfArn(ctx, input.ResourceArn!)
    const kept = Object.entries(pool.settings.UserPoolTags ?? {}).filter(([key]) => !input.TagKeys!.includes(key))
    saveTags(ctx, pool, Object.fromEntries(kept))
    return {}
  },
})
