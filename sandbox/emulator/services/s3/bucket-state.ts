import type { Context, Host } from '../../kernel/context.ts'
import { collection, type Store } from '../../kernel/store.ts'
import type { Bucket, BucketConfiguration } from './types.ts'

const buckets = collection<Bucket>('s3.buckets', 'global', { accountOf: ({ account }) => account })
const everywhere = ({ store }: Pick<Host, 'store'>) => buckets({ store, account: '', region: '' })

/** Whose a bucket is, by its place in the store. */
export const accountOfPlace = (place: string, store: Store) => everywhere({ store }).get(place)?.account

/** Who looks for a bucket; whoever signs nothing has no account of its own. */
export type Seeker = Pick<Host, 'store' | 'settings'> & Partial<Pick<Context, 'account' | 'principal'>>

/** The bucket that somebody means by a name, whoever it belongs to. */
export function anyBucket(ctx: Seeker, name: string): Bucket | undefined {
  return ctx.settings.bucketNames === 'account' ? nearest(ctx, name) : everywhere(ctx).get(name)
}

/**
 * Of buckets with the same name the caller's own, else the oldest of those that let others in; without a signature the
 * oldest of all.
 */
function nearest(ctx: Seeker, name: string): Bucket | undefined {
  const isSigned = ctx.account !== undefined && ctx.principal?.type !== 'anonymous'
  const own = isSigned ? bucketOf(ctx, ctx.account!, name) : undefined
  return own ?? [...everywhere(ctx).values()].find((bucket) => bucket.name === name && (!isSigned || isShared(bucket)))
}

const isShared = ({ configuration }: Bucket) => configuration.policy !== undefined || configuration.acl !== undefined

function bucketOf(ctx: Seeker, account: string, name: string): Bucket | undefined {
  const first = everywhere(ctx).get(name)
  return first?.account === account ? first : everywhere(ctx).get(`${account}/${name}`)
}

/** The bucket that stands in the way of a new one. */
export function bucketInTheWay(ctx: Context, name: string): Bucket | undefined {
  return ctx.settings.bucketNames === 'account' ? bucketOf(ctx, ctx.account, name) : everywhere(ctx).get(name)
}

/** Under which name the store has what is in the bucket. */
export function placeOf(ctx: Seeker, name: string): string {
  return ctx.settings.bucketNames === 'account' ? (nearest(ctx, name)?.place ?? name) : name
}

/** The caller's buckets by name. */
export function ownBuckets(ctx: Pick<Context, 'store' | 'account'>): Bucket[] {
  const own = [...everywhere(ctx).values()].filter(({ account }) => account === ctx.account)
  return own.sort((a, b) => (a.name < b.name ? -1 : 1))
}

export function addBucket(ctx: Context, bucket: Bucket): void {
  const { bucketNames, defaultAccount } = ctx.settings
  const isPlain = bucketNames !== 'account' || (bucket.account === defaultAccount && !everywhere(ctx).has(bucket.name))
  // By the account and not by who comes first: an account's state can be put back, whatever the others have made meanwhile.
  putBucket(ctx, isPlain ? bucket : { ...bucket, place: `${bucket.account}/${bucket.name}` })
}

function putBucket(ctx: Pick<Host, 'store'>, bucket: Bucket): void {
  everywhere(ctx).put(bucket.place ?? bucket.name, bucket)
}

export function dropBucket(ctx: Pick<Host, 'store'>, { name, place = name }: Bucket): void {
  everywhere(ctx).delete(place)
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
