import type { ListFunctionsCommandInput, ListFunctionsCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { page } from '../paging.ts'
import { configurationOf, functions } from '../state.ts'
import { allVersions, versionOrder } from '../versions.ts'

export const ListFunctions = operation<ListFunctionsCommandInput, ListFunctionsCommandOutput>({
  action: 'lambda:ListFunctions',
  resource: '*',
  limits: {
    MasterRegion: { pattern: 'ALL|[a-z]{2}(-gov)?-[a-z]+-\\d{1}' },
    MaxItems: { minValue: 1, maxValue: 10_000 },
  },
  handle(input, ctx) {
    const sorted = [...functions(ctx).values()].sort((a, b) => (a.name < b.name ? -1 : 1))
    // With `ALL` AWS lists each version, and names it in the ARN.
    const every = input.FunctionVersion === 'ALL'
    const all = every ? sorted.flatMap((found) => allVersions(ctx, found)) : sorted
    const { items, next } = page(all, versionOrder, input.Marker, input.MaxItems)
    const Functions = items.map((found) => configurationOf(found, every ? found.version : undefined))
    return { Functions, ...(next === undefined ? {} : { NextMarker: next }) }
  },
})
