import type { ListEventSourceMappingsCommandInput, ListEventSourceMappingsCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { functionArn, QUALIFIED_NAME, readFunctionName } from '../function-name.ts'
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
    const reference = input.FunctionName === undefined ? undefined : readFunctionName(ctx, input.FunctionName)
    const wanted = reference && functionArn(reference, reference.name)
    const all = [...mappings(ctx).values()]
      .filter((mapping) => wanted === undefined || mapping.functionArn === wanted)
      .filter((mapping) => input.EventSourceArn === undefined || mapping.sourceArn === input.EventSourceArn)
      .sort((a, b) => (a.uuid < b.uuid ? -1 : 1))
    const { items, next } = page(all, ({ uuid }) => uuid, input.Marker, input.MaxItems)
    return { EventSourceMappings: items.map(mappingConfiguration), ...(next === undefined ? {} : { NextMarker: next }) }
  },
})
