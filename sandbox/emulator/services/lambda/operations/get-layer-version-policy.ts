import type { GetLayerVersionPolicyCommandInput, GetLayerVersionPolicyCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { notFound } from '../errors.ts'
import { findProtectedLayer, layerPolicyOf, namedLayerVersion } from '../layer-policy.ts'
import { LAYER_NAME } from '../layers.ts'
import { documentOf } from '../resource-policies.ts'

export const GetLayerVersionPolicy = operation<GetLayerVersionPolicyCommandInput, GetLayerVersionPolicyCommandOutput>({
  action: 'lambda:GetLayerVersionPolicy',
  resource: namedLayerVersion,
  limits: { LayerName: LAYER_NAME },
  handle(input, ctx) {
    const policy = layerPolicyOf(ctx, findProtectedLayer(ctx, input))
    if (!policy) throw notFound('No policy is associated with the given resource.')
    return { Policy: documentOf(policy), RevisionId: policy.revisionId }
  },
})
