import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { changeTags } from '../tags.ts'

export const UntagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input) => input.ResourceArn ?? '*',
  handle(input, ctx) {
    const gone = new Set(input.TagKeys)
    changeTags(ctx, input.ResourceArn, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))))
    return {}
  },
})
