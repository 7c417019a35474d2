import type { DeleteLayerVersionCommandInput, DeleteLayerVersionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { invalidParameter } from '../errors.ts'
import { layerPolicies, layerVersions } from '../layer-state.ts'
import { isUsed, LAYER_NAME, layerArn, readLayerName } from '../layers.ts'
import { scopeOf } from '../state.ts'

/** Functions that use the version keep what is in it. A version that is not there is no error. */
export const DeleteLayerVersion = operation<DeleteLayerVersionCommandInput, DeleteLayerVersionCommandOutput>({
  action: 'lambda:DeleteLayerVersion',
  resource: (input, ctx) => `${layerArn(ctx, readLayerName(ctx, input.LayerName!).name)}:${input.VersionNumber}`,
  limits: { LayerName: LAYER_NAME },
  handle(input, ctx) {
    if (input.VersionNumber! < 1) throw invalidParameter('Layer Version Cannot be less than 1.')
    const where = readLayerName(ctx, input.LayerName!)
    const table = layerVersions(scopeOf(ctx, where))
    const found = table.get(`${where.name}:${input.VersionNumber}`)
    table.delete(`${where.name}:${input.VersionNumber}`)
    layerPolicies(scopeOf(ctx, where)).delete(`${where.name}:${input.VersionNumber}`)
    if (found && !isUsed(ctx, found.code)) ctx.blobs.delete(found.code.zip)
    return {}
  },
})
