import type { DeleteFunctionCommandInput, DeleteFunctionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { namedArn, QUALIFIED_NAME, QUALIFIER, readFunctionName } from '../function-name.ts'
import { removeFunction, removeVersion } from '../removal.ts'
import { aliases, findFunction, LATEST, qualifiedKey, scopeOf } from '../state.ts'

/** Its event source mappings stay behind, as in AWS, and find no function any more. */
export const DeleteFunction = operation<DeleteFunctionCommandInput, DeleteFunctionCommandOutput>({
  action: 'lambda:DeleteFunction',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!, input.Qualifier),
  limits: { FunctionName: QUALIFIED_NAME, Qualifier: QUALIFIER },
  handle(input, ctx) {
    const { qualifier } = readFunctionName(ctx, input.FunctionName!, input.Qualifier)
    if (qualifier === LATEST) throw invalidParameter('$LATEST version cannot be deleted without deleting the function.')
    const found = findFunction(ctx, input.FunctionName!, input.Qualifier)
    if (qualifier === undefined) removeFunction(ctx, found)
    else if (aliases(scopeOf(ctx, found)).has(qualifiedKey(found.name, qualifier)))
      throw invalidParameter('Deletion of aliases is not currently supported.')
    else removeVersion(ctx, found)
    return { StatusCode: 204 }
  },
})
