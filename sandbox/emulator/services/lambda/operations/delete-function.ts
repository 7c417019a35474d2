import type { DeleteFunctionCommandInput, DeleteFunctionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { namedArn, QUALIFIED_NAME, QUALIFIER, readFunctionName } from '../function-name.ts'
import { runtimeOf } from '../runtime/index.ts'
import { findFunction, functions, policies, scopeOf } from '../state.ts'

/** Its event source mappings stay behind, as in AWS, and find no function any more. */
export const DeleteFunction = operation<DeleteFunctionCommandInput, DeleteFunctionCommandOutput>({
  action: 'lambda:DeleteFunction',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: QUALIFIED_NAME, Qualifier: QUALIFIER },
  handle(input, ctx) {
    if (readFunctionName(ctx, input.FunctionName!, input.Qualifier).qualifier === '$LATEST')
      throw invalidParameter('$LATEST version cannot be deleted without deleting the function.')
    const found = findFunction(ctx, input.FunctionName!, input.Qualifier)
    functions(scopeOf(ctx, found)).delete(found.name)
    policies(scopeOf(ctx, found)).delete(found.name)
    ctx.blobs.delete(found.code.zip)
    runtimeOf(ctx).retire(found.arn)
    return { StatusCode: 204 }
  },
})
