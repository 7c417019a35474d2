import type {
  ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider'
import { operation } from '../../../kernel/operation.ts'
import { poolOfArn } from '../issuer/tags.ts'

export const ListTagsForResource = operation<ListTagsForResourceCommandInput, ListTagsForResourceCommandOutput>({
  action: 'cognito-idp:ListTagsForResource',
  resource: (input) => input.ResourceArn!,
  handle: (input, ctx) => ({ Tags: poolOfArn(ctx, input.ResourceArn!).settings.UserPoolTags ?? {} }),
})
