import type { GetFunctionUrlConfigCommandInput, GetFunctionUrlConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { namedArn } from '../function-name.ts'
import { findUrl, URL_LIMITS, urlView } from '../url/config.ts'

export const GetFunctionUrlConfig = operation<GetFunctionUrlConfigCommandInput, GetFunctionUrlConfigCommandOutput>({
  action: 'lambda:GetFunctionUrlConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: URL_LIMITS,
  handle(input, ctx) {
    return urlView(ctx, findUrl(ctx, input))
  },
})
