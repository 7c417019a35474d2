import type { RemoveLayerVersionPermissionCommandInput, RemoveLayerVersionPermissionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { notFound } from '../errors.ts'
import { checkLayerRevision, findProtectedLayer, layerPolicyOf, namedLayerVersion, putLayerPolicy } from '../layer-policy.ts'
import { LAYER_NAME } from '../layers.ts'

export const RemoveLayerVersionPermission = operation<RemoveLayerVersionPermissionCommandInput, RemoveLayerVersionPermissionCommandOutput>({
  action: 'lambda:RemoveLayerVersionPermission',
  resource: namedLayerVersion,
  limits: { LayerName: LAYER_NAME, StatementId: { min: 1, max: 100, pattern: '([a-zA-Z0-9-_]+)' } },
  handle(input, ctx) {
    const found = findProtectedLayer(ctx, input)
    const policy = layerPolicyOf(ctx, found)
    checkLayerRevision(policy, input.RevisionId)
    const before = policy?.statements ?? []
    const statements = before.filter(({ Sid }) => Sid !== input.StatementId)
    if (statements.length === before.length) throw notFound(`Statement ${input.StatementId} is not found in resource policy.`)
    putLayerPolicy(ctx, found, statements)
    return {}
  },
})
