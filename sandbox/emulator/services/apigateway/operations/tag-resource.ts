import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { changeTags } from '../tags.ts'

export const TagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  action: 'apigateway:POST',
  resource: (input) => input.ResourceArn ?? '*',
  handle(input, ctx) {
    changeTags(ctx, input.ResourceArn, (tags) => ({ ...tags, ...input.Tags }))
    return {}
  },
})
