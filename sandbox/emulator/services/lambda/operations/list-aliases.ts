import type { ListAliasesCommandInput, ListAliasesCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { aliasView, VERSION } from '../aliases.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { page } from '../paging.ts'
import { aliases, findLatest, ownedBy, scopeOf } from '../state.ts'

export const ListAliases = operation<ListAliasesCommandInput, ListAliasesCommandOutput>({
  action: 'lambda:ListAliases',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, FunctionVersion: VERSION, MaxItems: { minValue: 1, maxValue: 10_000 } },
  handle(input, ctx) {
    const of = findLatest(ctx, input.FunctionName!)
    const wanted = input.FunctionVersion
    const pointsThere = ({ version, weights }: { version: string; weights?: object }) =>
      wanted === undefined || version === wanted || wanted in (weights ?? {})
    const all = ownedBy(aliases(scopeOf(ctx, of)), of.name).filter(pointsThere)
    const { items, next } = page(all, ({ name }) => name, input.Marker, input.MaxItems)
    return { Aliases: items.map((alias) => aliasView(of, alias)), ...(next === undefined ? {} : { NextMarker: next }) }
  },
})
