import type { GetTagsCommandInput, GetTagsCommandOutput } from '@aws-sdk/client-apigatewayv2'
import { operation } from '../../../kernel/operation.ts'
import { tagsOf } from '../tags.ts'

export const GetTags = operation<GetTagsCommandInput, GetTagsCommandOutput>({
  action: 'apigateway:GET',
  resource: (input) => input.ResourceArn ?? '*',
  handle: (input, ctx) => ({ Tags: tagsOf(ctx, input.ResourceArn) }),
})
