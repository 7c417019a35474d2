import { createHash } from 'node:crypto'
import type { InvokeCommandOutput } from '@aws-sdk/client-lambda'
import { servicePrincipal, type Context, type Host, type Principal } from '../../kernel/context.ts'
import { concerns } from './notify-rules.ts'
import { hostId, requestId } from './protocol.ts'
import { anyBucket, type Bucket, type DeleteMarker, type Version } from './state.ts'

/** What happened, by the names of "Event notification types and destinations" of the S3 User Guide. */
export type EventName =
  | 'ObjectCreated:Put' | 'ObjectCreated:Post' | 'ObjectCreated:Copy' | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete' | 'ObjectRemoved:DeleteMarkerCreated'
  | 'ObjectTagging:Put' | 'ObjectTagging:Delete' | 'ObjectAcl:Put'

/** The object of an event; which members it has depends on the event. */
interface Subject {
  readonly key: string
  readonly size?: number
  /** Without quotes. */
  readonly etag?: string
  readonly versionId?: string | undefined
}

/** Deliveries of one engine: one after the other, so that events arrive in the order in which they happened. */
interface Deliveries {
  last: Promise<void>
  sequencer: number
}

const deliveries = new WeakMap<Host['store'], Deliveries>()

function deliveriesOf({ store }: Host): Deliveries {
  let found = deliveries.get(store)
  if (!found) deliveries.set(store, (found = { last: Promise.resolve(), sequencer: 0 }))
  return found
}

/**
 * Tells the functions that a bucket's notification configuration names of an event. Nobody waits for it: the request
 * that caused the event is answered first, and a function that cannot be called is a line for the person and an entry in
 * the journal. `sourceAddress` is for requests that came as another (a browser's form).
 */
export function notify(ctx: Context, bucketName: string, event: EventName, subject: Subject, sourceAddress?: string): void {
  const bucket = anyBucket(ctx, bucketName)
  const rules = bucket?.configuration.notification?.LambdaFunctionConfigurations
  if (!bucket || !rules) return
  for (const rule of rules) {
    if (!concerns(rule, event, subject.key)) continue
    const address = (sourceAddress ?? ctx.request?.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, '')
    const s3 = { s3SchemaVersion: '1.0', configurationId: rule.Id!, bucket: shownBucket(bucket), object: shownObject(ctx, event, subject) }
    deliver(ctx, bucket, rule.LambdaFunctionArn!, { ...shownRequest(ctx, bucket, event, address), s3 })
  }
}

const EMPTY_MD5 = 'd41d8cd98f00b204e9800998ecf8427e'

interface Deletion {
  readonly created?: DeleteMarker
  readonly removed?: Version
}

/** As `notify`, for a delete: of a marker that came, or of what is gone for good. What was not there is no event. */
export function notifyDeletion(ctx: Context, bucketName: string, key: string, deletion: Deletion): Deletion {
  const { created, removed } = deletion
  if (created) notify(ctx, bucketName, 'ObjectRemoved:DeleteMarkerCreated', { key, etag: EMPTY_MD5, versionId: created.versionId })
  else if (removed) notify(ctx, bucketName, 'ObjectRemoved:Delete', { key, versionId: removed.versionId })
  return deletion
}

function deliver(ctx: Context, bucket: Bucket, arn: string, record: object): void {
  const queue = deliveriesOf(ctx)
  const source = { arn: `arn:aws:s3:::${bucket.name}`, account: bucket.account }
  const caller = { principal: servicePrincipal('s3.amazonaws.com', bucket.account), region: bucket.region, source, trace: ctx.trace }
  const input = { FunctionName: arn, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify({ Records: [record] })) }
  queue.last = queue.last
    .then(() => ctx.call<InvokeCommandOutput>(caller, 'lambda', 'Invoke', input))
    .then(
      () => {},
      (error: Error) => ctx.settings.log(`s3: an event of the bucket ${bucket.name} did not reach ${arn}: ${error.message}`),
    )
}

/** "Event message structure" of the S3 User Guide; events about what is said of an object came later, with a version of their own. */
function shownRequest(ctx: Context, { region }: Bucket, event: EventName, sourceIPAddress: string) {
  return {
    eventVersion: isAboutSettings(event) ? '2.3' : '2.1',
    eventSource: 'aws:s3',
    awsRegion: region,
    eventTime: new Date(ctx.clock.now()).toISOString(),
    eventName: event,
    userIdentity: { principalId: principalId(ctx.principal) },
    requestParameters: { sourceIPAddress },
    responseElements: { 'x-amz-request-id': requestId(ctx), 'x-amz-id-2': hostId(ctx) },
  }
}

const isAboutSettings = (event: EventName) => event.startsWith('ObjectTagging:') || event.startsWith('ObjectAcl:')

const shownBucket = ({ name, account }: Bucket) => ({
  name,
  ownerIdentity: { principalId: ownerId(account) },
  arn: `arn:aws:s3:::${name}`,
})

function shownObject(ctx: Context, event: EventName, { key, size, etag, versionId }: Subject) {
  return {
    key: encodeKey(key),
    ...(size === undefined || isAboutSettings(event) ? {} : { size }),
    ...(etag === undefined ? {} : { eTag: etag }),
    ...(versionId === undefined ? {} : { versionId }),
    ...(isAboutSettings(event) ? {} : { sequencer: nextSequencer(ctx) }),
  }
}

/** Compared as texts, the later of two is the greater. */
function nextSequencer(ctx: Context): string {
  const queue = deliveriesOf(ctx)
  queue.sequencer = Math.max(queue.sequencer + 1, ctx.clock.now() * 4096)
  return queue.sequencer.toString(16).toUpperCase().padStart(18, '0')
}

/** As a form's field is encoded, but for the slashes. */
const encodeKey = (key: string) =>
  encodeURIComponent(key).replace(/%20|%2F|[!'()~]/g, (found) =>
    found === '%20' ? '+' : found === '%2F' ? '/' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  )

/** An account as events name it: by an id that is no account's number. */
const ownerId = (account: string) => `A${createHash('sha256').update(`event-principal ${account}`).digest('hex').slice(0, 13).toUpperCase()}`

function principalId({ type, account, userId }: Principal): string {
  if (type === 'anonymous') return 'Anonymous'
  return type === 'root' ? ownerId(account) : `AWS:${userId}`
}
