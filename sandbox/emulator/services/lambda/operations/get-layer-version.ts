import type { GetLayerVersionCommandInput, GetLayerVersionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { findLayerVersion, LAYER_NAME, layerArn, layerView, readLayerName } from '../layers.ts'

export const GetLayerVersion = operation<GetLayerVersionCommandInput, GetLayerVersionCommandOutput>({
  action: 'lambda:GetLayerVersion',
  resource: (input, ctx) => `${layerArn(ctx, readLayerName(ctx, input.LayerName!).name)}:${input.VersionNumber}`,
  limits: { LayerName: LAYER_NAME },
  handle: (input, ctx) => layerView(ctx, findLayerVersion(ctx, input.LayerName!, input.VersionNumber!)),
})
