import type { Context } from '../../kernel/context.ts'
import type { AwsError } from '../../kernel/errors.ts'
import * as errors from './errors.ts'
import { checkAnalytics, checkInventory, checkInventoryTarget, checkTiering } from './many-rules.ts'
import { configure, type Bucket, type BucketConfiguration } from './state.ts'

/** Settings of which a bucket has many, each with an id. */
type Kind = 'analytics' | 'intelligentTiering' | 'inventory' | 'metrics'
type Of<K extends Kind> = NonNullable<BucketConfiguration[K]>[string]

const MOST = 1000
const PAGE = 100

interface Rules<T> {
  readonly check?: (given: T) => void
  /** What S3 says where a document has not the id that it is put under. */
  readonly mismatch: () => AwsError
  /** What is looked at after the id. */
  readonly checkLast?: (given: T) => void
}

const RULES: { readonly [K in Kind]: Rules<Of<K>> } = {
  analytics: { check: checkAnalytics, mismatch: errors.malformedXml },
  intelligentTiering: { check: checkTiering, mismatch: errors.malformedXml },
  inventory: { check: checkInventory, mismatch: errors.idMismatch, checkLast: checkInventoryTarget },
  metrics: { mismatch: errors.idMismatch },
}

const all = <K extends Kind>({ configuration }: Bucket, kind: K) => (configuration[kind] ?? {}) as Readonly<Record<string, Of<K>>>

/** Throws `MalformedXML`, `IdMismatch`, `TooManyConfigurations`, and what is wrong with a document of its kind. */
export function putById<K extends Kind>(ctx: Context, bucket: Bucket, kind: K, id: string, given: Of<K> | undefined): void {
  if (!given || !/^[\w.-]{1,64}$/.test(id)) throw errors.malformedXml()
  const rules: Rules<Of<K>> = RULES[kind]
  rules.check?.(given)
  if (given.Id !== id) throw rules.mismatch()
  rules.checkLast?.(given)
  const before = all(bucket, kind)
  if (!Object.hasOwn(before, id) && Object.keys(before).length >= MOST) throw errors.tooManyConfigurations()
  configure(ctx, bucket, kind, { ...before, [id]: given } as BucketConfiguration[K])
}

/** Throws `NoSuchConfiguration`. */
export function getById<K extends Kind>(bucket: Bucket, kind: K, id: string): Of<K> {
  const found = all(bucket, kind)
  if (!Object.hasOwn(found, id)) throw errors.noSuchConfiguration()
  return found[id]!
}

/** Throws `NoSuchConfiguration`. */
export function deleteById(ctx: Context, bucket: Bucket, kind: Kind, id: string): void {
  getById(bucket, kind, id)
  const { [id]: _gone, ...rest } = all(bucket, kind)
  configure(ctx, bucket, kind, rest as BucketConfiguration[Kind])
}

/** Up to 100, by id. */
export function listById<K extends Kind>(bucket: Bucket, kind: K, token: string | undefined) {
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString()
  const rest = Object.entries(all(bucket, kind)).filter(([id]) => id > after).sort(([a], [b]) => (a < b ? -1 : 1))
  const page = rest.slice(0, PAGE)
  const IsTruncated = page.length < rest.length
  return {
    page: page.map(([, configuration]) => configuration),
    IsTruncated,
    ContinuationToken: token,
    ...(IsTruncated ? { NextContinuationToken: Buffer.from(page.at(-1)![0]).toString('base64url') } : {}),
  }
}
