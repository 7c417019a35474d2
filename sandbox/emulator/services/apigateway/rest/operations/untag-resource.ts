import type { UntagResourceCommandInput, UntagResourceCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf } from '../state.ts'
import { changeTags } from '../tags.ts'

export const UntagResource = operation<UntagResourceCommandInput, UntagResourceCommandOutput>({
  action: 'apigateway:DELETE',
  resource: (input, ctx) => arnOf(ctx, 'tags', input.resourceArn),
  handle(input, ctx) {
    const gone = new Set(input.tagKeys)
    changeTags(ctx, input.resourceArn, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))))
    return {}
  },
})
