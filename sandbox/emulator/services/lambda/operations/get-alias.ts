import type { GetAliasCommandInput, GetAliasCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { ALIAS_NAME, aliasArn, aliasView } from '../aliases.ts'
import { notFound } from '../errors.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { aliases, findLatest, qualifiedKey, scopeOf } from '../state.ts'

export const GetAlias = operation<GetAliasCommandInput, GetAliasCommandOutput>({
  action: 'lambda:GetAlias',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, Name: ALIAS_NAME },
  handle(input, ctx) {
    const of = findLatest(ctx, input.FunctionName!)
    const found = aliases(scopeOf(ctx, of)).get(qualifiedKey(of.name, input.Name!))
    if (!found) throw notFound(`Cannot find alias arn: ${aliasArn(of, input.Name!)}`)
    return aliasView(of, found)
  },
})
