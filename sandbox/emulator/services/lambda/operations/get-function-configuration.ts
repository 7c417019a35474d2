import type { GetFunctionConfigurationCommandInput, GetFunctionConfigurationCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { QUALIFIED_NAME, QUALIFIER, givenQualifier, namedArn } from '../function-name.ts'
import { configurationOf, findFunction } from '../state.ts'

export const GetFunctionConfiguration = operation<GetFunctionConfigurationCommandInput, GetFunctionConfigurationCommandOutput>({
  action: 'lambda:GetFunctionConfiguration',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: QUALIFIED_NAME, Qualifier: QUALIFIER },
  handle: (input, ctx) =>
    configurationOf(findFunction(ctx, input.FunctionName!, input.Qualifier), givenQualifier(ctx, input.FunctionName!, input.Qualifier)),
})
