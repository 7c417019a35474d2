import type { UpdateAliasCommandInput, UpdateAliasCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { ALIAS_NAME, aliasArn, aliasView, readWeights, requireVersion, VERSION } from '../aliases.ts'
import { notFound } from '../errors.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { aliases, checkRevision, findLatest, functionTopic, qualifiedKey, scopeOf, type AliasRecord } from '../state.ts'

export const UpdateAlias = operation<UpdateAliasCommandInput, UpdateAliasCommandOutput>({
  action: 'lambda:UpdateAlias',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, Name: ALIAS_NAME, FunctionVersion: VERSION, Description: { max: 256 } },
  handle(input, ctx) {
    const of = findLatest(ctx, input.FunctionName!)
    const table = aliases(scopeOf(ctx, of))
    const old = table.get(qualifiedKey(of.name, input.Name!))
    if (!old) throw notFound(`Alias not found: ${aliasArn(of, input.Name!)}`)
    checkRevision(old, input.RevisionId)
    const version = input.FunctionVersion ?? old.version
    requireVersion(ctx, of, version)
    const weights = input.RoutingConfig ? readWeights(ctx, of, version, input.RoutingConfig) : old.weights
    const { name, description } = old
    const next: AliasRecord = { name, version, description: input.Description ?? description, ...(weights ? { weights } : {}), revisionId: ctx.ids.uuid() }
    table.put(qualifiedKey(of.name, name), next)
    // A mapping of this alias may wait to try again: another version may do better.
    ctx.signals.notify(functionTopic(aliasArn(of, name)))
    return aliasView(of, next)
  },
})
