import * as aws from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { RECORDED, s3Api, type Source } from '../../../testing/aws-sources.ts'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const Bucket = 'a-bucket'
const SOME = { Bucket, Id: 'one' }

async function withBucket(engine: TestEngine) {
  const s3 = new aws.S3Client(engine.client)
  await s3.send(new aws.CreateBucketCommand({ Bucket }))
  return s3
}

const body = ({ $metadata: _, ...output }: aws.ServiceOutputTypes) => output
const sender = (s3: aws.S3Client) => (command: unknown): Promise<aws.ServiceOutputTypes> => s3.send(command as never) as never

const EXPORT = { OutputSchemaVersion: 'V_1' as const, Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::target', Format: 'CSV' as const } } }
const ANALYTICS = { Id: 'one', Filter: { Prefix: 'a/' }, StorageClassAnalysis: { DataExport: EXPORT } }
const METRICS = { Id: 'one', Filter: { Prefix: 'logs/' } }
const TIERING = { Id: 'one', Status: 'Enabled' as const, Tierings: [{ Days: 90, AccessTier: 'ARCHIVE_ACCESS' as const }] }
const INVENTORY = {
  Id: 'one', IsEnabled: true, IncludedObjectVersions: 'All' as const, Schedule: { Frequency: 'Daily' as const }, OptionalFields: ['Size', 'ETag'] as aws.InventoryOptionalField[],
  Destination: { S3BucketDestination: { Bucket: 'arn:aws:s3:::target', Format: 'CSV' as const } },
}

/** Their members and statuses are on record. */
test.each([
  ['analytics', (Id: string) => new aws.PutBucketAnalyticsConfigurationCommand({ Bucket, Id, AnalyticsConfiguration: { ...ANALYTICS, Id } }), new aws.GetBucketAnalyticsConfigurationCommand(SOME), { AnalyticsConfiguration: ANALYTICS }, new aws.ListBucketAnalyticsConfigurationsCommand({ Bucket }), 'AnalyticsConfigurationList', new aws.DeleteBucketAnalyticsConfigurationCommand(SOME)],
  ['inventory', (Id: string) => new aws.PutBucketInventoryConfigurationCommand({ Bucket, Id, InventoryConfiguration: { ...INVENTORY, Id } }), new aws.GetBucketInventoryConfigurationCommand(SOME), { InventoryConfiguration: INVENTORY }, new aws.ListBucketInventoryConfigurationsCommand({ Bucket }), 'InventoryConfigurationList', new aws.DeleteBucketInventoryConfigurationCommand(SOME)],
  ['metrics', (Id: string) => new aws.PutBucketMetricsConfigurationCommand({ Bucket, Id, MetricsConfiguration: { ...METRICS, Id } }), new aws.GetBucketMetricsConfigurationCommand(SOME), { MetricsConfiguration: METRICS }, new aws.ListBucketMetricsConfigurationsCommand({ Bucket }), 'MetricsConfigurationList', new aws.DeleteBucketMetricsConfigurationCommand(SOME)],
  ['intelligent tiering', (Id: string) => new aws.PutBucketIntelligentTieringConfigurationCommand({ Bucket, Id, IntelligentTieringConfiguration: { ...TIERING, Id } }), new aws.GetBucketIntelligentTieringConfigurationCommand(SOME), { IntelligentTieringConfiguration: TIERING }, new aws.ListBucketIntelligentTieringConfigurationsCommand({ Bucket }), 'IntelligentTieringConfigurationList', new aws.DeleteBucketIntelligentTieringConfigurationCommand(SOME)],
] as const)('%s: many by their ids', async (_what, put, get, expected, list, member, remove) => {
  await using engine = await createTestEngine()
  const send = sender(await withBucket(engine))
  const missing = { name: 'NoSuchConfiguration', message: 'The specified configuration does not exist.', $metadata: { httpStatusCode: 404 } }
  await expect(send(get)).rejects.toMatchObject(missing)
  expect(body(await send(list))).toEqual({ IsTruncated: false })
  expect((await send(put('one'))).$metadata.httpStatusCode).toBe(204)
  expect(body(await send(get))).toEqual(expected)
  await send(put('another'))
  const listed = body(await send(list)) as Record<string, unknown>
  expect([(listed[member] as { Id: string }[]).map(({ Id }) => Id), listed['IsTruncated']]).toEqual([['another', 'one'], false])
  expect((await send(remove)).$metadata.httpStatusCode).toBe(204)
  await expect(send(remove)).rejects.toMatchObject(missing)
})

test('lists go by hundreds', async () => {
  await using engine = await createTestEngine()
  const s3 = await withBucket(engine)
  for (let i = 0; i < 101; i++) await s3.send(new aws.PutBucketMetricsConfigurationCommand({ Bucket, Id: `m${i}`, MetricsConfiguration: { Id: `m${i}` } }))
  const page = await s3.send(new aws.ListBucketMetricsConfigurationsCommand({ Bucket }))
  const rest = await s3.send(new aws.ListBucketMetricsConfigurationsCommand({ Bucket, ContinuationToken: page.NextContinuationToken }))
  expect([page.MetricsConfigurationList?.length, page.IsTruncated, rest.MetricsConfigurationList?.length, rest.IsTruncated]).toEqual([100, true, 1, false])
})

const inventory = (more: object, Id = 'one') => new aws.PutBucketInventoryConfigurationCommand({ Bucket, Id, InventoryConfiguration: { ...INVENTORY, ...more } })
const into = (more: object) => inventory({ Destination: { S3BucketDestination: { ...INVENTORY.Destination.S3BucketDestination, ...more } } })
const analytics = (more: object, Id = 'one') => new aws.PutBucketAnalyticsConfigurationCommand({ Bucket, Id, AnalyticsConfiguration: { ...ANALYTICS, ...more } })
const tiering = (more: object, Id = 'one') => new aws.PutBucketIntelligentTieringConfigurationCommand({ Bucket, Id, IntelligentTieringConfiguration: { ...TIERING, ...more } })
const after = (Days: number, AccessTier: string) => tiering({ Tierings: [{ Days, AccessTier }] })

const XML = { name: 'MalformedXML', message: 'The XML you provided was not well-formed or did not validate against our published schema' }
const MISMATCH = { name: 'IdMismatch', message: 'Document ID does not match the specified configuration ID.' }

test.each<[what: string, command: unknown, refusal: object, source: Source]>([
  ['an inventory by another id', inventory({}, 'two'), MISMATCH, RECORDED],
  ['an inventory into no bucket', into({ Bucket: 'target' }), { name: 'InvalidS3DestinationBucket', message: 'Invalid bucket ARN.' }, RECORDED],
  ['an inventory of no format', into({ Format: 'XLS' }), XML, RECORDED],
  ['an inventory each hour', inventory({ Schedule: { Frequency: 'Hourly' } }), XML, RECORDED],
  ['an inventory of some versions', inventory({ IncludedObjectVersions: 'Some' }), XML, RECORDED],
  ['an inventory of colours', inventory({ OptionalFields: ['Colour'] }), XML, RECORDED],
  ['an inventory that may be or not', inventory({ IsEnabled: undefined }), XML, 'schema'],
  ['what is wrong with the document, before its id', inventory({ IncludedObjectVersions: 'Some' }, 'two'), XML, 'unverified'],
  ['an analysis by another id', analytics({}, 'two'), XML, RECORDED],
  ['an analysis of nothing', analytics({ StorageClassAnalysis: undefined }), XML, 'schema'],
  ['an analysis in another format', analytics({ StorageClassAnalysis: { DataExport: { ...EXPORT, OutputSchemaVersion: 'V_2' } } }), XML, 'schema'],
  ['tiers by another id', tiering({}, 'two'), XML, RECORDED],
  ['no tiers', tiering({ Tierings: [] }), XML, 'schema'],
  ['a tier that is none', after(90, 'CELLAR'), XML, 'schema'],
  // The limits and the code are documented ("Tiering", "PutBucketIntelligentTieringConfiguration"), the sentence is not.
  ['the archive too soon', after(89, 'ARCHIVE_ACCESS'), { name: 'InvalidArgument' }, s3Api('API_Tiering')],
  ['the deep archive too soon', after(179, 'DEEP_ARCHIVE_ACCESS'), { name: 'InvalidArgument' }, s3Api('API_Tiering')],
  ['the archive too late', after(731, 'ARCHIVE_ACCESS'), { name: 'InvalidArgument' }, s3Api('API_Tiering')],
  ['metrics by another id', new aws.PutBucketMetricsConfigurationCommand({ Bucket, Id: 'two', MetricsConfiguration: METRICS }), MISMATCH, 'unverified'],
  ['metrics by an id of spaces', new aws.PutBucketMetricsConfigurationCommand({ Bucket, Id: 'a b', MetricsConfiguration: { Id: 'a b' } }), { name: 'MalformedXML' }, s3Api('API_MetricsConfiguration')],
])('%s is refused', async (_what, command, refusal) => {
  await using engine = await createTestEngine()
  const send = sender(await withBucket(engine))
  await expect(send(command)).rejects.toMatchObject({ ...refusal, $metadata: { httpStatusCode: 400 } })
})
