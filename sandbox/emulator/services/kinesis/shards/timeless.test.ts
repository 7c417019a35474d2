import { CreateStreamCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { expect, test } from 'vitest'
import { startEmulator } from '../../../index.ts'
import { parseSequenceNumber } from './sequence-number.ts'

/** The numbers that two puts are answered with, the second one ordered behind the first, and those that a reader then sees. */
async function numbers(seed?: string) {
  const engine = await startEmulator({ port: 0, ...(seed === undefined ? {} : { seed }) })
  const kinesis = new KinesisClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } })
  const stream = { StreamName: 's' }
  await kinesis.send(new CreateStreamCommand({ ...stream, ShardCount: 1 }))
  const put = async (more: object = {}) => (await kinesis.send(new PutRecordCommand({ ...stream, PartitionKey: 'k', Data: Buffer.from('x'), ...more }))).SequenceNumber!
  const first = await put()
  const answered = [first, await put({ SequenceNumberForOrdering: first })]
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand({ ...stream, ShardId: 'shardId-000000000000', ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: first }))
  const read = (await kinesis.send(new GetRecordsCommand({ ShardIterator }))).Records!.map(({ SequenceNumber }) => SequenceNumber!)
  kinesis.destroy()
  await engine.stop()
  return { answered, read }
}

test('sequence numbers carry the second of arrival', async () => {
  const before_s = Math.floor(Date.now() / 1000)
  const { answered, read } = await numbers()
  expect(read).toEqual(answered)
  for (const number of answered) expect(parseSequenceNumber(number)!.arrived_s).toBeGreaterThanOrEqual(before_s)
})

test('with a seed they carry none, and repeat', async () => {
  const [one, again] = [await numbers('a'), await numbers('a')]
  expect([one.read, again]).toEqual([one.answered, one])
  const { arrived_s, shardCreated_s } = parseSequenceNumber(one.answered[1]!)!
  expect(arrived_s).toBe(shardCreated_s)
})
