import type { PutRuntimeManagementConfigCommandInput, PutRuntimeManagementConfigCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { FUNCTION_NAME, functionArn, namedArn, QUALIFIER, readFunctionName } from '../function-name.ts'
import { runtimeManagement } from '../runtime-management.ts'
import { findFunction, LATEST, qualifiedKey, scopeOf } from '../state.ts'

export const PutRuntimeManagementConfig = operation<PutRuntimeManagementConfigCommandInput, PutRuntimeManagementConfigCommandOutput>({
  action: 'lambda:PutRuntimeManagementConfig',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: {
    FunctionName: FUNCTION_NAME,
    Qualifier: QUALIFIER,
    UpdateRuntimeOn: { enum: ['Auto', 'Manual', 'FunctionUpdate'] },
    RuntimeVersionArn: { min: 26, max: 2048, pattern: 'arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}::runtime:.+' },
  },
  storedOnly: true,
  handle(input, ctx) {
    const { UpdateRuntimeOn: on, RuntimeVersionArn: versionArn } = input
    const found = findFunction(ctx, input.FunctionName!, input.Qualifier)
    const { qualifier = LATEST } = readFunctionName(ctx, input.FunctionName!, input.Qualifier)
    if ((on === 'Manual') !== (versionArn !== undefined))
      throw invalidParameter(`RuntimeVersionArn ${versionArn === undefined ? 'is required' : 'can only be set'} when UpdateRuntimeOn is Manual.`)
    runtimeManagement(scopeOf(ctx, found)).put(qualifiedKey(found.name, qualifier), { on: on!, ...(versionArn === undefined ? {} : { versionArn }) })
    return { UpdateRuntimeOn: on, FunctionArn: functionArn(found, found.name, qualifier), ...(versionArn === undefined ? {} : { RuntimeVersionArn: versionArn }) }
  },
})
