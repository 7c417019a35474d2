import type { ListLayerVersionsCommandInput, ListLayerVersionsCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { isCompatible, LAYER_FILTERS, LAYER_NAME, layerItem, readLayerName, versionsOfLayer } from '../layers.ts'
import { page } from '../paging.ts'

const LARGEST = 1e12

export const ListLayerVersions = operation<ListLayerVersionsCommandInput, ListLayerVersionsCommandOutput>({
  action: 'lambda:ListLayerVersions',
  resource: '*',
  limits: { LayerName: LAYER_NAME, ...LAYER_FILTERS },
  handle(input, ctx) {
    const all = versionsOfLayer(ctx, readLayerName(ctx, input.LayerName!)).filter((version) => isCompatible(version, input))
    const { items, next } = page(all, ({ number }) => String(LARGEST - number), input.Marker, input.MaxItems)
    return { LayerVersions: items.map(layerItem), ...(next === undefined ? {} : { NextMarker: next }) }
  },
})
