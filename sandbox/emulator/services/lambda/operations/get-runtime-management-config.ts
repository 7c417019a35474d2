import type { GetRuntimeManagementConfigCommandInput, GetRuntimeManagementConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { FUNCTION_NAME, functionArn, namedArn, QUALIFIER, readFunctionName } from '../function-name.ts'
import { runtimeManagement } from '../runtime-management.ts'
import { findFunction, LATEST, qualifiedKey, scopeOf } from '../state.ts'

export const GetRuntimeManagementConfig = operation<GetRuntimeManagementConfigCommandInput, GetRuntimeManagementConfigCommandOutput>({
  action: 'lambda:GetRuntimeManagementConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: FUNCTION_NAME, Qualifier: QUALIFIER },
  storedOnly: true,
  handle(input, ctx) {
    const found = findFunction(ctx, input.FunctionName!, input.Qualifier)
    const { qualifier = LATEST } = readFunctionName(ctx, input.FunctionName!, input.Qualifier)
    const set = runtimeManagement(scopeOf(ctx, found)).get(qualifiedKey(found.name, qualifier))
    return {
      UpdateRuntimeOn: set?.on ?? 'Auto',
      FunctionArn: functionArn(found, found.name, qualifier),
      ...(set?.versionArn === undefined ? {} : { RuntimeVersionArn: set.versionArn }),
    }
  },
})
