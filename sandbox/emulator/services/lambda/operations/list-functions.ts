import type { ListFunctionsCommandInput, ListFunctionsCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { page } from '../paging.ts'
import { configurationOf, functions } from '../state.ts'

export const ListFunctions = operation<ListFunctionsCommandInput, ListFunctionsCommandOutput>({
  action: 'lambda:ListFunctions',
  resource: '*',
  limits: {
    MasterRegion: { pattern: 'ALL|[a-z]{2}(-gov)?-[a-z]+-\\d{1}' },
    MaxItems: { minValue: 1, maxValue: 10_000 },
  },
  handle(input, ctx) {
    const all = [...functions(ctx).values()].sort((a, b) => (a.name < b.name ? -1 : 1))
    // With `ALL` AWS lists the published versions too; there is only `$LATEST` here, shown with its qualifier.
    const qualifier = input.FunctionVersion === 'ALL' ? '$LATEST' : undefined
    const { items, next } = page(all, ({ name }) => name, input.Marker, input.MaxItems)
    return { Functions: items.map((found) => configurationOf(found, qualifier)), ...(next === undefined ? {} : { NextMarker: next }) }
  },
})
