import type { CreateAliasCommandInput, CreateAliasCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { ALIAS_NAME, aliasArn, aliasView, readWeights, requireVersion, VERSION } from '../aliases.ts'
import { conflict } from '../errors.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { aliases, findLatest, qualifiedKey, scopeOf, type AliasRecord } from '../state.ts'

export const CreateAlias = operation<CreateAliasCommandInput, CreateAliasCommandOutput>({
  action: 'lambda:CreateAlias',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, Name: ALIAS_NAME, FunctionVersion: VERSION, Description: { max: 256 } },
  handle(input, ctx) {
    const of = findLatest(ctx, input.FunctionName!)
    const [name, version] = [input.Name!, input.FunctionVersion!]
    requireVersion(ctx, of, version)
    const table = aliases(scopeOf(ctx, of))
    if (table.has(qualifiedKey(of.name, name))) throw conflict(`Alias already exists: ${aliasArn(of, name)}`)
    const weights = readWeights(ctx, of, version, input.RoutingConfig)
    const alias: AliasRecord = { name, version, description: input.Description ?? '', ...(weights ? { weights } : {}), revisionId: ctx.ids.uuid() }
    return aliasView(of, table.put(qualifiedKey(of.name, name), alias))
  },
})
