import type { DeleteAliasCommandInput, DeleteAliasCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { ALIAS_NAME } from '../aliases.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { forgetQualified } from '../removal.ts'
import { aliases, findLatest, qualifiedKey, scopeOf } from '../state.ts'

/** An alias that is not there is no error. */
export const DeleteAlias = operation<DeleteAliasCommandInput, DeleteAliasCommandOutput>({
  action: 'lambda:DeleteAlias',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, Name: ALIAS_NAME },
  handle(input, ctx) {
    const of = findLatest(ctx, input.FunctionName!)
    if (aliases(scopeOf(ctx, of)).delete(qualifiedKey(of.name, input.Name!))) forgetQualified(ctx, of, input.Name!)
    return {}
  },
})
