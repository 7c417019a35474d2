import type { CreateFunctionUrlConfigCommandInput, CreateFunctionUrlConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { namedArn } from '../function-name.ts'
import { createUrl, URL_LIMITS, urlView } from '../url/config.ts'

export const CreateFunctionUrlConfig = operation<CreateFunctionUrlConfigCommandInput, CreateFunctionUrlConfigCommandOutput>({
  action: 'lambda:CreateFunctionUrlConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: URL_LIMITS,
  handle(input, ctx) {
    const { LastModifiedTime: _, ...shown } = urlView(ctx, createUrl(ctx, input))
    return shown
  },
})
