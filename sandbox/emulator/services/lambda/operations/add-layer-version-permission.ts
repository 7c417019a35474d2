import type { AddLayerVersionPermissionCommandInput, AddLayerVersionPermissionCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { statementExists } from '../errors.ts'
import { checkLayerRevision, findProtectedLayer, layerPolicyOf, layerStatement, namedLayerVersion, putLayerPolicy } from '../layer-policy.ts'
import { LAYER_NAME } from '../layers.ts'

export const AddLayerVersionPermission = operation<AddLayerVersionPermissionCommandInput, AddLayerVersionPermissionCommandOutput>({
  action: 'lambda:AddLayerVersionPermission',
  resource: namedLayerVersion,
  limits: {
    LayerName: LAYER_NAME,
    StatementId: { min: 1, max: 100, pattern: '([a-zA-Z0-9-_]+)' },
    Action: { max: 22, pattern: 'lambda:GetLayerVersion' },
    Principal: { pattern: '\\d{12}|\\*|arn:(aws[a-zA-Z-]*):iam::\\d{12}:root' },
    OrganizationId: { max: 34, pattern: 'o-[a-z0-9]{10,32}' },
  },
  handle(input, ctx) {
    const found = findProtectedLayer(ctx, input)
    const policy = layerPolicyOf(ctx, found)
    checkLayerRevision(policy, input.RevisionId)
    const statement = layerStatement(input, found)
    const before = policy?.statements ?? []
    if (before.some(({ Sid }) => Sid === statement.Sid)) throw statementExists(statement.Sid)
    return { Statement: JSON.stringify(statement), RevisionId: putLayerPolicy(ctx, found, [...before, statement]) }
  },
})
