import type { AddLayerVersionPermissionCommandInput } from '@aws-sdk/client-lambda'
import type { Context } from '../../kernel/context.ts'
import { layerPolicyChanged, notFound } from './errors.ts'
import { layerPolicies, layerVersions, type LayerVersion } from './layer-state.ts'
import { layerArn, layerVersionArn, readLayerName } from './layers.ts'
import { principalFrom } from './policy.ts'
import { scopeOf, type PolicyRecord, type PolicyStatement } from './state.ts'

interface Named {
  readonly LayerName: string | undefined
  readonly VersionNumber: number | undefined
}

/** What is to be done needs a right to this. */
export const namedLayerVersion = (input: Named, ctx: Context) => `${layerArn(ctx, readLayerName(ctx, input.LayerName!).name)}:${input.VersionNumber}`

/** Throws `ResourceNotFoundException`, in the words that only the operations on policies have. */
export function findProtectedLayer(ctx: Context, { LayerName, VersionNumber }: Named): LayerVersion {
  const where = readLayerName(ctx, LayerName!)
  const found = layerVersions(scopeOf(ctx, where)).get(`${where.name}:${VersionNumber}`)
  if (!found) throw notFound(`Layer version ${layerArn(where, where.name)}:${VersionNumber} does not exist.`)
  return found
}

export const layerPolicyOf = (ctx: Context, of: LayerVersion): PolicyRecord | undefined => layerPolicies(scopeOf(ctx, of)).get(`${of.name}:${of.number}`)

export function checkLayerRevision(policy: PolicyRecord | undefined, expected: string | undefined): void {
  if (expected !== undefined && policy?.revisionId !== expected) throw layerPolicyChanged()
}

/** Keeps the statements and gives the policy's new revision; without statements there is no policy. */
export function putLayerPolicy(ctx: Context, of: LayerVersion, statements: readonly PolicyStatement[]): string {
  const table = layerPolicies(scopeOf(ctx, of))
  const revisionId = ctx.ids.uuid()
  if (statements.length === 0) table.delete(`${of.name}:${of.number}`)
  else table.put(`${of.name}:${of.number}`, { revisionId, statements })
  return revisionId
}

export function layerStatement(input: AddLayerVersionPermissionCommandInput, of: LayerVersion): PolicyStatement {
  return {
    Sid: input.StatementId!,
    Effect: 'Allow',
    Principal: principalFrom(input.Principal!),
    Action: input.Action!,
    Resource: layerVersionArn(of),
    ...(input.OrganizationId === undefined ? {} : { Condition: { StringEquals: { 'aws:PrincipalOrgID': input.OrganizationId } } }),
  }
}
