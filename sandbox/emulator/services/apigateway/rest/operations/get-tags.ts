import type { GetTagsCommandInput, GetTagsCommandOutput } from '@aws-sdk/client-api-gateway'
import { operation } from '../../../../kernel/operation.ts'
import { arnOf } from '../state.ts'
import { tagsOf } from '../tags.ts'

export const GetTags = operation<GetTagsCommandInput, GetTagsCommandOutput>({
  action: 'apigateway:GET',
  resource: (input, ctx) => arnOf(ctx, 'tags', input.resourceArn),
  handle: (input, ctx) => ({ tags: tagsOf(ctx, input.resourceArn) }),
})
