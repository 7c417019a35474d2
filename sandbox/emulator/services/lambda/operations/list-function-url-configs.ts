import type { ListFunctionUrlConfigsCommandInput, ListFunctionUrlConfigsCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { page } from '../paging.ts'
import { urlsOf, urlView } from '../url/config.ts'

export const ListFunctionUrlConfigs = operation<ListFunctionUrlConfigsCommandInput, ListFunctionUrlConfigsCommandOutput>({
  action: 'lambda:ListFunctionUrlConfigs',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, MaxItems: { minValue: 1, maxValue: 50 } },
  handle(input, ctx) {
    const { items, next } = page(urlsOf(ctx, input.FunctionName!), ({ qualifier = '$LATEST' }) => qualifier, input.Marker, input.MaxItems)
    return { FunctionUrlConfigs: items.map((url) => urlView(ctx, url)), ...(next === undefined ? {} : { NextMarker: next }) }
  },
})
