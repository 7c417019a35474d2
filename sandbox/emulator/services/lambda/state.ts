import type {
  Architecture, EphemeralStorage, FunctionConfiguration, LoggingConfig, Runtime, SnapStart, TracingConfig, VpcConfig,
} from '@aws-sdk/client-lambda'
import type { Blob } from '../../kernel/blobs.ts'
import type { Context, Host } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { functionNotFound, notFound, preconditionFailed } from './errors.ts'
import { functionArn, readFunctionName, requireLatest, type FunctionReference } from './function-name.ts'

/** The zip of a function. */
export interface Code {
  readonly zip: Blob
  /** Base64, as AWS shows it. */
  readonly sha256: string
  readonly size: number
}

/** A function as it is stored. Account and region are also in it, because its environments outlive a request. */
export interface FunctionRecord {
  readonly account: string
  readonly region: string
  readonly name: string
  readonly arn: string
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
  readonly kmsKeyArn?: string
  readonly tags: Readonly<Record<string, string>>
  readonly reservedConcurrency?: number
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
export const policies = collection<PolicyRecord>('lambda.policies', 'region')

/** Signalled at every change of a function, with which its environments and waiting retries are renewed. */
export const functionTopic = (arn: string) => `lambda:function:${arn}`

export const scopeOf = (host: Pick<Host, 'store'>, where: { account: string; region: string }) => ({
  store: host.store,
  account: where.account,
  region: where.region,
})

/** The function that a caller names; throws `ResourceNotFoundException`, also for any version but `$LATEST`. */
export function findFunction(ctx: Context, name: string, qualifier?: string): FunctionRecord {
  const reference = readFunctionName(ctx, name, qualifier)
  if (reference.region !== ctx.region)
    throw notFound(`Functions from '${reference.region}' are not reachable in this region ('${ctx.region}')`)
  requireLatest(reference)
  const found = lookUp(ctx, reference)
  if (!found) throw functionNotFound(functionArn(reference, reference.name))
  return found
}

export function lookUp(host: Pick<Host, 'store'>, reference: FunctionReference): FunctionRecord | undefined {
  return functions(scopeOf(host, reference)).get(reference.name)
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
    Version: '$LATEST',
    ...(found.vpc ? { VpcConfig: { SubnetIds: [], SecurityGroupIds: [], ...found.vpc, VpcId: '' } } : {}),
    ...(found.environment ? { Environment: { Variables: found.environment } } : {}),
    ...(found.kmsKeyArn ? { KMSKeyArn: found.kmsKeyArn } : {}),
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
