import type {
  Architecture, EphemeralStorage, FunctionConfiguration, LoggingConfig, Runtime, SnapStart, TracingConfig, VpcConfig,
} from '@aws-sdk/client-lambda'
import type { Blob } from '../../kernel/blobs.ts'
import type { Context, Host } from '../../kernel/context.ts'
import { collection, type Table } from '../../kernel/store.ts'
import { functionNotFound, invalidParameter, notFound, preconditionFailed } from './errors.ts'
import { functionArn, readFunctionName, type FunctionReference } from './function-name.ts'

/** The zip of a function. */
export interface Code {
  readonly zip: Blob
  /** Base64, as AWS shows it. */
  readonly sha256: string
  readonly size: number
  readonly unzipped: number
  /** A folder on this machine that is run as it is; then there is no zip. */
  readonly hotFolder?: string
}

/** A layer's version as a function uses it. */
export interface LayerUse {
  readonly arn: string
  readonly code: Code
}

/** A function, or a version of it, as it is stored. Account and region are also in it, because its environments outlive a request. */
export interface FunctionRecord {
  readonly account: string
  readonly region: string
  readonly name: string
  /** Without a version. */
  readonly arn: string
  /** `$LATEST` or a number. */
  readonly version: string
  readonly role: string
  readonly runtime: Runtime
  readonly handler: string
  readonly code: Code
  readonly description: string
  readonly timeout_s: number
  readonly memory_mb: number
  readonly lastModified: number
  readonly revisionId: string
  readonly architectures: readonly Architecture[]
  readonly ephemeralStorage: EphemeralStorage
  readonly tracing: TracingConfig
  readonly snapStart: SnapStart
  readonly logging: LoggingConfig
  readonly environment?: Readonly<Record<string, string>>
  readonly vpc?: VpcConfig
  readonly layers?: readonly LayerUse[]
  readonly kmsKeyArn?: string
  /** Tags and reserved concurrency belong to the function; its versions have none of their own. */
  readonly tags: Readonly<Record<string, string>>
  readonly reservedConcurrency?: number
}

/** A name for a version, or for two of them by weight. */
export interface AliasRecord {
  readonly name: string
  readonly version: string
  readonly description: string
  /** The part of invocations, from 0 to 1, that goes to another version. */
  readonly weights?: Readonly<Record<string, number>>
  readonly revisionId: string
}

/** The resource policy of one function. */
export interface PolicyRecord {
  readonly revisionId: string
  readonly statements: readonly PolicyStatement[]
}

export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Principal: unknown
  readonly Action: string
  readonly Resource: string
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export const functions = collection<FunctionRecord>('lambda.functions', 'region')
/** By `qualifiedKey`, as aliases, policies and other things that belong to a version or an alias. */
export const versions = collection<FunctionRecord>('lambda.versions', 'region')
export const aliases = collection<AliasRecord>('lambda.aliases', 'region')
export const policies = collection<PolicyRecord>('lambda.policies', 'region')

export const LATEST = '$LATEST'
/** What a function's versions and aliases have, sorted by the qualifier. */
export function ownedBy<T>(table: Table<T>, name: string): T[] {
  return [...table.entries()].filter(([key]) => key.startsWith(`${name}:`)).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value)
}

export const qualifiedKey = (name: string, qualifier: string = LATEST) => `${name}:${qualifier}`

/** Signalled at every change of a function, with which its environments and waiting retries are renewed. */
export const functionTopic = (arn: string) => `lambda:function:${arn}`

export const scopeOf = (host: Pick<Host, 'store'>, where: { account: string; region: string }) => ({
  store: host.store,
  account: where.account,
  region: where.region,
})

/** The function, or the version of it, that a caller names; throws `ResourceNotFoundException`. */
export function findFunction(ctx: Context, name: string, qualifier?: string): FunctionRecord {
  const reference = readFunctionName(ctx, name, qualifier)
  if (reference.region !== ctx.region)
    throw notFound(`Functions from '${reference.region}' are not reachable in this region ('${ctx.region}')`)
  const found = lookUp(ctx, reference)
  if (!found) throw functionNotFound(functionArn(reference, reference.name, reference.qualifier))
  return found
}

/** The function itself, for what its versions and aliases do not have. */
export function findLatest(ctx: Context, name: string): FunctionRecord {
  const { qualifier = LATEST } = readFunctionName(ctx, name)
  if (qualifier !== LATEST)
    throw invalidParameter(
      'This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.',
    )
  return findFunction(ctx, name)
}

/** The version that a reference names, directly or by an alias (its main version); undefined where there is none. */
export function lookUp(host: Pick<Host, 'store'>, reference: FunctionReference): FunctionRecord | undefined {
  const where = scopeOf(host, reference)
  const { name, qualifier = LATEST } = reference
  return lookUpVersion(host, reference, aliases(where).get(qualifiedKey(name, qualifier))?.version ?? qualifier)
}

export function lookUpVersion(host: Pick<Host, 'store'>, of: FunctionReference, version: string): FunctionRecord | undefined {
  const latest = functions(scopeOf(host, of)).get(of.name)
  if (!latest || version === LATEST) return latest
  const found = versions(scopeOf(host, of)).get(qualifiedKey(of.name, version))
  const { tags, reservedConcurrency } = latest
  return found && { ...found, tags, ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }) }
}

/** Stores `changes` as the function's new revision and lets its environments know. */
export function changeFunction(ctx: Context, old: FunctionRecord, changes: Partial<FunctionRecord>): FunctionRecord {
  const next = { ...old, ...changes, lastModified: ctx.now, revisionId: ctx.ids.uuid() }
  functions(scopeOf(ctx, old)).put(old.name, next)
  ctx.signals.notify(functionTopic(old.arn))
  return next
}

export function checkRevision(found: { readonly revisionId: string }, expected: string | undefined): void {
  if (expected !== undefined && expected !== found.revisionId) throw preconditionFailed()
}

/** `2024-05-01T10:00:00.000+0000`: Lambda writes the zone without a colon. */
export const lastModifiedText = (time: number) => new Date(time).toISOString().replace('Z', '+0000')

const RUNTIME_VERSION = '0'.repeat(64)

/** What AWS shows of a function. Members without a value are left out, as AWS does. */
export function configurationOf(found: FunctionRecord, qualifier?: string): FunctionConfiguration {
  return {
    FunctionName: found.name,
    FunctionArn: qualifier === undefined ? found.arn : `${found.arn}:${qualifier}`,
    Runtime: found.runtime,
    Role: found.role,
    Handler: found.handler,
    CodeSize: found.code.size,
    Description: found.description,
    Timeout: found.timeout_s,
    MemorySize: found.memory_mb,
    LastModified: lastModifiedText(found.lastModified),
    CodeSha256: found.code.sha256,
    Version: found.version,
    ...(found.vpc ? { VpcConfig: { SubnetIds: [], SecurityGroupIds: [], ...found.vpc, VpcId: '' } } : {}),
    ...(found.environment ? { Environment: { Variables: found.environment } } : {}),
    ...(found.kmsKeyArn ? { KMSKeyArn: found.kmsKeyArn } : {}),
    ...(found.layers?.length ? { Layers: found.layers.map(({ arn, code }) => ({ Arn: arn, CodeSize: code.size })) } : {}),
    TracingConfig: found.tracing,
    RevisionId: found.revisionId,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [...found.architectures],
    EphemeralStorage: found.ephemeralStorage,
    SnapStart: { ...found.snapStart, OptimizationStatus: 'Off' },
    RuntimeVersionConfig: { RuntimeVersionArn: `arn:aws:lambda:${found.region}::runtime:${RUNTIME_VERSION}` },
    LoggingConfig: found.logging,
  }
}
