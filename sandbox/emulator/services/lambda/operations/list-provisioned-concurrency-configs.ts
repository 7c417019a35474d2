import type { ListProvisionedConcurrencyConfigsCommandInput, ListProvisionedConcurrencyConfigsCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { FUNCTION_NAME, namedArn } from '../function-name.ts'
import { page } from '../paging.ts'
import { provisioned, provisionedView } from '../provisioned.ts'
import { findLatest, ownedBy, scopeOf } from '../state.ts'

export const ListProvisionedConcurrencyConfigs = operation<
  ListProvisionedConcurrencyConfigsCommandInput,
  ListProvisionedConcurrencyConfigsCommandOutput
>({
  action: 'lambda:ListProvisionedConcurrencyConfigs',
  resource: (input, ctx) => namedArn(ctx, input.FunctionName!),
  limits: { FunctionName: FUNCTION_NAME, MaxItems: { minValue: 1, maxValue: 50 } },
  storedOnly: true,
  handle(input, ctx) {
    const of = findLatest(ctx, input.FunctionName!)
    const { items, next } = page(ownedBy(provisioned(scopeOf(ctx, of)), of.name), ({ functionArn }) => functionArn, input.Marker, input.MaxItems)
    const ProvisionedConcurrencyConfigs = items.map((config) => ({ FunctionArn: config.functionArn, ...provisionedView(config) }))
    return { ProvisionedConcurrencyConfigs, ...(next === undefined ? {} : { NextMarker: next }) }
  },
})
