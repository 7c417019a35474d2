import type { TagResourceCommandInput, TagResourceCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf } from '../state.ts'
import { changeTags } from '../tags.ts'

export const TagResource = operation<TagResourceCommandInput, TagResourceCommandOutput>({
  action: 'apigateway:PUT',
  resource: (input, ctx) => arnOf(ctx, 'tags', input.resourceArn),
  handle(input, ctx) {
    changeTags(ctx, input.resourceArn, (tags) => ({ ...tags, ...input.tags }))
    return {}
  },
})
