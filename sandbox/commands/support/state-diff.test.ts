import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateStreamCommand, KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { CreateBucketCommand, DeleteBucketCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../testing/engine.ts'
import { saveState } from './checkpoints.ts'
import { diffStates } from './state-diff.ts'

const folder = mkdtempSync(join(tmpdir(), 'sandbox-diff-'))
let engine: TestEngine
beforeAll(async () => void (engine = await createTestEngine()))
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await engine.stop()
})

test('says what was added, changed and removed, records too, and nothing where nothing was', async () => {
  const [s3, kinesis] = [new S3Client({ ...engine.client, forcePathStyle: true }), new KinesisClient(engine.client)]
  const saved = async (name: string) => {
    await saveState(engine.endpoint, join(folder, name))
    return join(folder, name)
  }
  for (const Bucket of ['gone', 'tagged']) await s3.send(new CreateBucketCommand({ Bucket }))
  for (const StreamName of ['quiet', 'busy']) await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
  const before = await saved('before')
  expect(diffStates(before, await saved('same'))).toEqual([])

  await s3.send(new DeleteBucketCommand({ Bucket: 'gone' }))
  await s3.send(new CreateBucketCommand({ Bucket: 'new' }))
  await s3.send(new PutBucketTaggingCommand({ Bucket: 'tagged', Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } }))
  await kinesis.send(new PutRecordCommand({ StreamName: 'busy', PartitionKey: 'k', Data: Buffer.from('x') }))
  const after = await saved('after')
  const words = (changes: ReturnType<typeof diffStates>) => changes.map(({ kind, collection, key }) => `${kind} ${collection} ${key}`)
  expect(words(diffStates(before, after))).toEqual(['changed kinesis.streams busy', 'removed s3.buckets gone', 'added s3.buckets new', 'changed s3.buckets tagged'])
  expect(words(diffStates(after, before))).toEqual(['changed kinesis.streams busy', 'added s3.buckets gone', 'removed s3.buckets new', 'changed s3.buckets tagged'])
  s3.destroy()
  kinesis.destroy()
})
