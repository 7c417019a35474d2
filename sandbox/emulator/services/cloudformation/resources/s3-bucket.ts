import type { Value, ValueMap } from '../../../../template/index.ts'
import { configureReports, REPORTS } from './s3-bucket-reports.ts'
import { isAbsence, listOf, ResourceError, textOf, type Io, type Provider } from './provider.ts'

/** One property of a bucket that has operations of its own. */
interface Setting {
  readonly put: string
  /** The member of `put` that takes it. */
  readonly member: string
  /** What takes it away; absent: putting an empty one does. */
  readonly delete?: string
  /** The API's form of the property. */
  shape?(value: Value): Value
}

const rename = (value: Value, names: Readonly<Record<string, string>>): Value => {
  if (Array.isArray(value)) return value.map((item) => rename(item, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [names[name] ?? name, rename(item, names)]))
}

/** The template's names of members, where they are not the API's. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  Tags: { put: 'PutBucketTagging', member: 'Tagging', delete: 'DeleteBucketTagging', shape: (tags) => ({ TagSet: tags }) },
  VersioningConfiguration: { put: 'PutBucketVersioning', member: 'VersioningConfiguration' },
  BucketEncryption: {
    put: 'PutBucketEncryption', member: 'ServerSideEncryptionConfiguration', delete: 'DeleteBucketEncryption',
    shape: (value) => rename({ Rules: (value as ValueMap)['ServerSideEncryptionConfiguration'] ?? [] }, { ServerSideEncryptionByDefault: 'ApplyServerSideEncryptionByDefault' }),
  },
  CorsConfiguration: {
    put: 'PutBucketCors', member: 'CORSConfiguration', delete: 'DeleteBucketCors',
    shape: (value) => rename(value, { CorsRules: 'CORSRules', Id: 'ID', MaxAge: 'MaxAgeSeconds', ExposedHeaders: 'ExposeHeaders' }),
  },
  LifecycleConfiguration: { put: 'PutBucketLifecycleConfiguration', member: 'LifecycleConfiguration', delete: 'DeleteBucketLifecycle', shape: lifecycle },
  PublicAccessBlockConfiguration: { put: 'PutPublicAccessBlock', member: 'PublicAccessBlockConfiguration', delete: 'DeletePublicAccessBlock' },
  OwnershipControls: { put: 'PutBucketOwnershipControls', member: 'OwnershipControls', delete: 'DeleteBucketOwnershipControls' },
  WebsiteConfiguration: { put: 'PutBucketWebsite', member: 'WebsiteConfiguration', delete: 'DeleteBucketWebsite', shape: website },
  AbacStatus: { put: 'PutBucketAbac', member: 'AbacStatus', shape: (value) => ({ Status: value }) },
  AccelerateConfiguration: { put: 'PutBucketAccelerateConfiguration', member: 'AccelerateConfiguration', shape: (value) => rename(value, { AccelerationStatus: 'Status' }) },
  LoggingConfiguration: {
    put: 'PutBucketLogging', member: 'BucketLoggingStatus',
    shape: (value) => ({ LoggingEnabled: rename(value, { DestinationBucketName: 'TargetBucket', LogFilePrefix: 'TargetPrefix' }) }),
  },
  ObjectLockConfiguration: { put: 'PutObjectLockConfiguration', member: 'ObjectLockConfiguration' },
  ReplicationConfiguration: {
    put: 'PutBucketReplication', member: 'ReplicationConfiguration', delete: 'DeleteBucketReplication',
    shape: (value) => rename(value, { Id: 'ID', TagFilter: 'Tag', TagFilters: 'Tags' }),
  },
  NotificationConfiguration: { put: 'PutBucketNotificationConfiguration', member: 'NotificationConfiguration', shape: notifications },
}

/** What stands for "none" where nothing takes a setting away. */
const EMPTY: Readonly<Record<string, Value>> = {
  VersioningConfiguration: { Status: 'Suspended' },
  AbacStatus: { Status: 'Disabled' },
  AccelerateConfiguration: { Status: 'Suspended' },
  LoggingConfiguration: {},
  ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
  NotificationConfiguration: {},
}

function website(value: Value): Value {
  const given = value as ValueMap
  const text = (name: string, member: string) => (given[name] === undefined ? {} : { [name]: { [member]: given[name] } })
  const rules = listOf(given['RoutingRules']).map((rule) => rename(rule, { RoutingRuleCondition: 'Condition', RedirectRule: 'Redirect' }))
  return {
    ...text('IndexDocument', 'Suffix'),
    ...text('ErrorDocument', 'Key'),
    ...(given['RedirectAllRequestsTo'] === undefined ? {} : { RedirectAllRequestsTo: given['RedirectAllRequestsTo'] }),
    ...(rules.length > 0 ? { RoutingRules: rules } : {}),
  }
}

function lifecycle(value: Value): Value {
  return { Rules: listOf((value as ValueMap)['Rules']).map((rule) => lifecycleRule(rule as ValueMap)) }
}

function lifecycleRule(rule: ValueMap): Value {
  const { Id, Status, Prefix, ExpirationInDays, ExpirationDate, ExpiredObjectDeleteMarker, NoncurrentVersionExpirationInDays, Transition, Transitions, ...rest } = rule
  const days = rename(listOf(Transitions ?? (Transition === undefined ? [] : [Transition])) as Value[], { TransitionInDays: 'Days', TransitionDate: 'Date' }) as Value[]
  const expiration = { ...given('Days', ExpirationInDays), ...given('Date', ExpirationDate), ...given('ExpiredObjectDeleteMarker', ExpiredObjectDeleteMarker) }
  return {
    ...rename(rest, { NoncurrentDays: 'NoncurrentDays', TransitionInDays: 'NoncurrentDays' }) as ValueMap,
    ...given('ID', Id),
    Status: Status ?? 'Enabled',
    Filter: { Prefix: Prefix ?? '' },
    ...(Object.keys(expiration).length > 0 ? { Expiration: expiration } : {}),
    ...(days.length > 0 ? { Transitions: days } : {}),
    ...(NoncurrentVersionExpirationInDays === undefined ? {} : { NoncurrentVersionExpiration: { NoncurrentDays: NoncurrentVersionExpirationInDays } }),
  }
}

const given = (name: string, value: Value | undefined): ValueMap => (value === undefined ? {} : { [name]: value })

function notifications(value: Value): Value {
  const all = value as ValueMap
  const read = (name: string, member: string, target: string) =>
    listOf(all[name]).map((item) => {
      const { Event, Filter, [member]: arn, ...rest } = item as ValueMap
      const rules = listOf(((Filter as ValueMap | undefined)?.['S3Key'] as ValueMap | undefined)?.['Rules'])
      return { ...rest, [target]: arn ?? '', Events: [Event ?? ''], ...(rules.length > 0 ? { Filter: { Key: { FilterRules: [...rules] } } } : {}) }
    })
  return {
    LambdaFunctionConfigurations: read('LambdaConfigurations', 'Function', 'LambdaFunctionArn'),
    QueueConfigurations: read('QueueConfigurations', 'Queue', 'QueueArn'),
    TopicConfigurations: read('TopicConfigurations', 'Topic', 'TopicArn'),
    ...(all['EventBridgeConfiguration'] === undefined ? {} : { EventBridgeConfiguration: {} }),
  }
}

async function configure(io: Io, Bucket: string, properties: ValueMap, names: readonly string[]): Promise<void> {
  // In this order, as replication wants versions.
  for (const [name, setting] of Object.entries(SETTINGS)) {
    if (!names.includes(name)) continue
    const value = properties[name]
    if (value === undefined && setting.delete !== undefined) await io.call('s3', setting.delete, { Bucket })
    else await io.call('s3', setting.put, { Bucket, [setting.member]: value === undefined ? EMPTY[name] : (setting.shape?.(value) ?? value) })
  }
}

function attributesOf(name: string, region: string) {
  return {
    Arn: `arn:aws:s3:::${name}`,
    DomainName: `${name}.s3.amazonaws.com`,
    DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
    RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
  }
}

export const bucket: Provider = {
  type: 'AWS::S3::Bucket',
  properties: ['BucketName', 'AccessControl', 'ObjectLockEnabled', ...Object.keys(SETTINGS), ...Object.keys(REPORTS)],
  replaces: ['BucketName', 'ObjectLockEnabled'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const Bucket = textOf(properties, 'BucketName') || io.generatedName(63, true)
    await refuseExisting(io, Bucket)
    const location = io.region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: io.region } }
    const lock = String(properties['ObjectLockEnabled']) === 'true' ? { ObjectLockEnabledForBucket: true } : {}
    await io.call('s3', 'CreateBucket', { Bucket, ...location, ...lock, ...objectOwnership(properties) })
    io.initiated(Bucket)
    await configure(io, Bucket, properties, Object.keys(properties).filter((name) => name !== 'NotificationConfiguration'))
    await configureReports(io, Bucket, {}, properties)
    if (properties['AccessControl'] !== undefined) await io.call('s3', 'PutBucketAcl', { Bucket, ACL: cannedAcl(textOf(properties, 'AccessControl')) })
    await configure(io, Bucket, properties, Object.keys(properties).filter((name) => name === 'NotificationConfiguration'))
    return { physicalId: Bucket, attributes: attributesOf(Bucket, io.region) }
  },
  async update(properties, was, io, changed) {
    const Bucket = was.physicalId
    await configure(io, Bucket, properties, changed)
    await configureReports(io, Bucket, was.properties, properties)
    if (changed.includes('AccessControl')) await io.call('s3', 'PutBucketAcl', { Bucket, ACL: cannedAcl(textOf(properties, 'AccessControl') || 'Private') })
    return { physicalId: Bucket, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('s3', 'DeleteBucket', { Bucket: was.physicalId })
  },
}

/** To make a bucket that one has already succeeds in us-east-1; a stack must not take it for its own. */
async function refuseExisting(io: Io, Bucket: string): Promise<void> {
  if (await isThere(() => io.call('s3', 'HeadBucket', { Bucket }))) throw new ResourceError(`${Bucket} already exists`)
}

/** A refusal says that there is something to be kept from. */
const isThere = (look: () => Promise<unknown>) => look().then(() => true, (error: unknown) => !isAbsence(error) && (error as { status?: number }).status === 403)

/** An ACL is refused where the bucket's owner owns all that is in it, which is the default. */
function objectOwnership(properties: ValueMap): ValueMap {
  const rules = listOf((properties['OwnershipControls'] as ValueMap | undefined)?.['Rules'])
  const ownership = (rules[0] as ValueMap | undefined)?.['ObjectOwnership']
  return ownership === undefined ? {} : { ObjectOwnership: ownership }
}

/** `PublicReadWrite` is `public-read-write` in the API. */
const cannedAcl = (name: string) => name.replace(/(?<=.)[A-Z]/g, (letter) => `-${letter}`).toLowerCase()

export const bucketPolicy: Provider = {
  type: 'AWS::S3::BucketPolicy',
  properties: ['Bucket', 'PolicyDocument'],
  required: ['Bucket', 'PolicyDocument'],
  replaces: ['Bucket'],
  async create(properties, io) {
    const Bucket = textOf(properties, 'Bucket')
    if (await isThere(() => io.call('s3', 'GetBucketPolicy', { Bucket }))) throw new ResourceError(`The bucket policy already exists on bucket ${Bucket}.`)
    await io.call('s3', 'PutBucketPolicy', { Bucket, Policy: properties['PolicyDocument'] })
    return { physicalId: Bucket }
  },
  async update(properties, was, io) {
    await io.call('s3', 'PutBucketPolicy', { Bucket: was.physicalId, Policy: properties['PolicyDocument'] })
    return { physicalId: was.physicalId }
  },
  async delete(was, io) {
    await io.call('s3', 'DeleteBucketPolicy', { Bucket: was.physicalId })
  },
}
