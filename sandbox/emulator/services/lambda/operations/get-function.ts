import type { GetFunctionCommandInput, GetFunctionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { codeLocation } from '../code-download.ts'
import { QUALIFIED_NAME, QUALIFIER, givenQualifier, namedArn } from '../function-name.ts'
import { configurationOf, findFunction } from '../state.ts'

export const GetFunction = operation<GetFunctionCommandInput, GetFunctionCommandOutput>({
  action: 'lambda:GetFunction',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: QUALIFIED_NAME, Qualifier: QUALIFIER },
  handle(input, ctx) {
    const found = findFunction(ctx, input.FunctionName!, input.Qualifier)
    const { tags, reservedConcurrency } = found
    return {
      Configuration: configurationOf(found, givenQualifier(ctx, input.FunctionName!, input.Qualifier)),
      Code: { RepositoryType: 'S3', Location: codeLocation(ctx, found) },
      ...(Object.keys(tags).length > 0 ? { Tags: tags } : {}),
      ...(reservedConcurrency === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
    }
  },
})
