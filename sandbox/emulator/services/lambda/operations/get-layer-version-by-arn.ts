import type { GetLayerVersionByArnCommandInput, GetLayerVersionByArnCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { findLayerVersion, layerView, readLayerVersionArn } from '../layers.ts'

export const GetLayerVersionByArn = operation<GetLayerVersionByArnCommandInput, GetLayerVersionByArnCommandOutput>({
  action: 'lambda:GetLayerVersion',
  resource: (input) => input.Arn!,
  limits: { Arn: { min: 1, max: 140, pattern: 'arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+' } },
  handle(input, ctx) {
    const { layer, number } = readLayerVersionArn(input.Arn!)!
    return layerView(ctx, findLayerVersion(ctx, layer, number))
  },
})
