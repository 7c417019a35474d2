import type { ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { namedArn, QUALIFIED_NAME } from '../function-name.ts'
import { configurationOf, findFunction } from '../state.ts'

export const ListVersionsByFunction = operation<ListVersionsByFunctionCommandInput, ListVersionsByFunctionCommandOutput>({
  action: 'lambda:ListVersionsByFunction',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: QUALIFIED_NAME, MaxItems: { minValue: 1, maxValue: 10_000 } },
  handle: (input, ctx) => ({ Versions: [configurationOf(findFunction(ctx, input.FunctionName!), '$LATEST')] }),
})
