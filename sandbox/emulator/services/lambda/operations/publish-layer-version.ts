import type { PublishLayerVersionCommandInput, PublishLayerVersionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { readCode } from '../code-source.ts'
import { layerNumbers, layerVersions, type LayerVersion } from '../layer-state.ts'
import { LAYER_NAME, layerArn, layerView, readLayerName } from '../layers.ts'
import { RUNTIMES } from '../runtimes.ts'

export const PublishLayerVersion = operation<PublishLayerVersionCommandInput, PublishLayerVersionCommandOutput>({
  action: 'lambda:PublishLayerVersion',
  resource: (input, ctx) => layerArn(ctx, readLayerName(ctx, input.LayerName!).name),
  limits: {
    LayerName: LAYER_NAME,
    Description: { max: 256 },
    LicenseInfo: { max: 512 },
    CompatibleRuntimes: { max: 15, each: { enum: RUNTIMES } },
    CompatibleArchitectures: { max: 2, each: { enum: ['x86_64', 'arm64'] } },
  },
  async handle(input, ctx) {
    const { CompatibleRuntimes, CompatibleArchitectures, LicenseInfo } = input
    const { name } = readLayerName(ctx, input.LayerName!)
    const code = await readCode(ctx, input.Content!)
    const number = (layerNumbers(ctx).get(name) ?? 0) + 1
    layerNumbers(ctx).put(name, number)
    const made: LayerVersion = {
      account: ctx.account,
      region: ctx.region,
      name,
      number,
      code,
      description: input.Description ?? '',
      created: ctx.now,
      details: {
        ...(CompatibleRuntimes ? { CompatibleRuntimes } : {}),
        ...(CompatibleArchitectures ? { CompatibleArchitectures } : {}),
        ...(LicenseInfo === undefined ? {} : { LicenseInfo }),
      },
    }
    return layerView(ctx, layerVersions(ctx).put(`${name}:${number}`, made))
  },
})
