import type { ListEventSourceMappingsCommandInput, ListEventSourceMappingsCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { namedArn, QUALIFIED_NAME } from '../function-name.ts'
import { mappingConfiguration, mappings } from '../mapping.ts'
import { page } from '../paging.ts'

export const ListEventSourceMappings = operation<
  ListEventSourceMappingsCommandInput,
  ListEventSourceMappingsCommandOutput
>({
  action: 'lambda:ListEventSourceMappings',
  resource: '*',
  limits: { FunctionName: QUALIFIED_NAME, MaxItems: { minValue: 1, maxValue: 10_000 } },
  handle(input, ctx) {
    const wanted = input.FunctionName === undefined ? undefined : namedArn(ctx, input.FunctionName)
    const all = [...mappings(ctx).values()]
      .filter((mapping) => wanted === undefined || mapping.functionArn === wanted)
      .filter((mapping) => input.EventSourceArn === undefined || mapping.sourceArn === input.EventSourceArn)
      .sort((a, b) => (a.uuid < b.uuid ? -1 : 1))
    const { items, next } = page(all, ({ uuid }) => uuid, input.Marker, input.MaxItems)
    return { EventSourceMappings: items.map(mappingConfiguration), ...(next === undefined ? {} : { NextMarker: next }) }
  },
})
