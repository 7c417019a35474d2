import type { DeleteFunctionUrlConfigCommandInput, DeleteFunctionUrlConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { namedArn } from '../function-name.ts'
import { deleteUrl, findUrl, URL_LIMITS } from '../url/config.ts'

export const DeleteFunctionUrlConfig = operation<DeleteFunctionUrlConfigCommandInput, DeleteFunctionUrlConfigCommandOutput>({
  action: 'lambda:DeleteFunctionUrlConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: URL_LIMITS,
  handle(input, ctx) {
    deleteUrl(ctx, findUrl(ctx, input))
    return {}
  },
})
