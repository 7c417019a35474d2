import type { ListCodeSigningConfigsCommandInput, ListCodeSigningConfigsCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { codeSigningConfigs, codeSigningView } from '../code-signing.ts'
import { page } from '../paging.ts'

export const ListCodeSigningConfigs = operation<ListCodeSigningConfigsCommandInput, ListCodeSigningConfigsCommandOutput>({
  action: 'lambda:ListCodeSigningConfigs',
  resource: '*',
  limits: { MaxItems: { minValue: 1, maxValue: 10_000 } },
  storedOnly: true,
  handle(input, ctx) {
    const all = [...codeSigningConfigs(ctx).values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    const { items, next } = page(all, ({ id }) => id, input.Marker, input.MaxItems)
    return { CodeSigningConfigs: items.map(codeSigningView), ...(next === undefined ? {} : { NextMarker: next }) }
  },
})
