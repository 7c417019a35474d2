import type { UpdateFunctionUrlConfigCommandInput, UpdateFunctionUrlConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { namedArn } from '../function-name.ts'
import { updateUrl, URL_LIMITS, urlView } from '../url/config.ts'

export const UpdateFunctionUrlConfig = operation<UpdateFunctionUrlConfigCommandInput, UpdateFunctionUrlConfigCommandOutput>({
  action: 'lambda:UpdateFunctionUrlConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: URL_LIMITS,
  handle(input, ctx) {
    return urlView(ctx, updateUrl(ctx, input))
  },
})
