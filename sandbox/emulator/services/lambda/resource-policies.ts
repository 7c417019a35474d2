import type { AttachedPolicy, ContextKeys, Need, Protection } from '../../kernel/authorize.ts'
import { requestTagKeys } from '../../kernel/authorize.ts'
import type { Context, Host } from '../../kernel/context.ts'
import type { Access } from '../../kernel/service.ts'
import { namedArn } from './function-name.ts'
import { layerPolicies, layerVersions } from './layer-state.ts'
import { mappings } from './mapping.ts'
import { functions, LATEST, policies, qualifiedKey, scopeOf, type PolicyRecord } from './state.ts'

/** The policy of a layer's version, of a function, or of the version or alias that the ARN names: each has its own. What is not there protects nothing. */
export function resourcePolicies(host: Host, { arn }: Access): Protection | undefined {
  const [, , , region = '', account = '', kind, name = '', qualifier = LATEST] = arn.split(':')
  const scope = scopeOf(host, { account, region })
  if (kind === 'layer') return layerVersions(scope).has(`${name}:${qualifier}`) ? { policies: attached(layerPolicies(scope).get(`${name}:${qualifier}`)) } : undefined
  if (kind !== 'function') return undefined
  const tags = functions(scope).get(name)?.tags
  if (!tags) return undefined
  return { policies: attached(policies(scope).get(qualifiedKey(name, qualifier))), tags }
}

const attached = (found: PolicyRecord | undefined): AttachedPolicy[] => (found ? [{ kind: 'resource', document: documentOf(found) }] : [])

/** As GetPolicy shows it. */
export const documentOf = ({ statements }: PolicyRecord) => JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements })

interface Members {
  readonly FunctionName?: string
  readonly UUID?: string
  readonly Principal?: string
  readonly AuthType?: string
  readonly FunctionUrlAuthType?: string
  readonly Layers?: readonly string[]
  readonly Tags?: Readonly<Record<string, string>>
}

/** "Condition keys for AWS Lambda" of the Service Authorization Reference. */
export function conditionKeys(operation: string, input: object, ctx: Context): ContextKeys {
  const { Principal, AuthType, FunctionUrlAuthType = AuthType, Layers, Tags } = input as Members
  const functionArn = operation.endsWith('EventSourceMapping') ? mappedFunction(input, ctx) : undefined
  return {
    ...(functionArn === undefined ? {} : { 'lambda:FunctionArn': functionArn }),
    ...(Principal === undefined ? {} : { 'lambda:Principal': Principal }),
    ...(FunctionUrlAuthType === undefined ? {} : { 'lambda:FunctionUrlAuthType': FunctionUrlAuthType }),
    ...(Layers ? { 'lambda:Layer': Layers } : {}),
    ...requestTagKeys(Tags),
  }
}

function mappedFunction({ FunctionName, UUID }: Members, ctx: Context): string | undefined {
  if (FunctionName !== undefined) return namedArn(ctx, FunctionName)
  return UUID === undefined ? undefined : mappings(ctx).get(UUID)?.functionArn
}

interface Given {
  readonly FunctionName?: string | undefined
  readonly Role?: string | undefined
  readonly Layers?: readonly string[] | undefined
  readonly Tags?: Readonly<Record<string, string>> | undefined
}

/** A function is given a role only by who may pass that role on, and layers by who may read them. */
export const toConfigure = (action: string) => ({ FunctionName, Role, Layers, Tags }: Given, ctx: Context): Need[] => {
  const resource = namedArn(ctx, FunctionName!)
  return [
    { action, resource },
    ...(Tags && Object.keys(Tags).length > 0 ? [{ action: 'lambda:TagResource', resource }] : []),
    ...(Layers ?? []).map((layer) => ({ action: 'lambda:GetLayerVersion', resource: layer })),
    ...(Role === undefined ? [] : [{ action: 'iam:PassRole', resource: Role, keys: { 'iam:PassedToService': 'lambda.amazonaws.com' } }]),
  ]
}
