import type { ListLayersCommandInput, ListLayersCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { layerNumbers } from '../layer-state.ts'
import { isCompatible, LAYER_FILTERS, layerArn, layerItem, versionsOfLayer } from '../layers.ts'
import { page } from '../paging.ts'

export const ListLayers = operation<ListLayersCommandInput, ListLayersCommandOutput>({
  action: 'lambda:ListLayers',
  resource: '*',
  limits: LAYER_FILTERS,
  handle(input, ctx) {
    const all = [...layerNumbers(ctx).keys()].sort().flatMap((name) => {
      const latest = versionsOfLayer(ctx, { account: ctx.account, region: ctx.region, name }).find((version) => isCompatible(version, input))
      return latest ? [latest] : []
    })
    const { items, next } = page(all, ({ name }) => name, input.Marker, input.MaxItems)
    const Layers = items.map((latest) => ({ LayerName: latest.name, LayerArn: layerArn(latest, latest.name), LatestMatchingVersion: layerItem(latest) }))
    return { Layers, ...(next === undefined ? {} : { NextMarker: next }) }
  },
})
