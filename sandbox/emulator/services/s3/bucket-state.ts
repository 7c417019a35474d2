import type { Context } from '../../kernel/context.ts'
import { collection, type Store } from '../../kernel/store.ts'
import type { Bucket, BucketConfiguration } from './types.ts'

const buckets = collection<Bucket>('s3.buckets', 'global')
const everywhere = ({ store }: { store: Store }) => buckets({ store, account: '', region: '' })

/** The bucket of that name, whoever it belongs to. */
export function anyBucket(ctx: { readonly store: Store }, name: string): Bucket | undefined {
  return everywhere(ctx).get(name)
}

/** The caller's buckets by name. */
export function ownBuckets(ctx: Context): Bucket[] {
  const own = [...everywhere(ctx).values()].filter(({ account }) => account === ctx.account)
  return own.sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function putBucket(ctx: Context, bucket: Bucket): void {
  everywhere(ctx).put(bucket.name, bucket)
}

export function dropBucket(ctx: Context, name: string): void {
  everywhere(ctx).delete(name)
}

/** Changes one setting of a bucket; undefined takes it away. */
export function configure<K extends keyof BucketConfiguration>(
  ctx: Context,
  bucket: Bucket,
  name: K,
  value: BucketConfiguration[K] | undefined,
): void {
  const { [name]: _before, ...others } = bucket.configuration
  const configuration = value === undefined ? others : { ...others, [name]: value }
  putBucket(ctx, { ...bucket, configuration: configuration as BucketConfiguration })
}
