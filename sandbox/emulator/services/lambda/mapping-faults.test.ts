import { CreateStreamCommand } from '@aws-sdk/client-kinesis'
import { CreateEventSourceMappingCommand, GetEventSourceMappingCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { MappingFixture } from '../../../testing/mappings.ts'

let fixture: MappingFixture
beforeAll(async () => void (fixture = await MappingFixture.start()))
beforeEach(() => {
  fixture.aws.engine.host.faults.clear()
  fixture.calls.length = 0
})
afterAll(() => fixture[Symbol.asyncDispose]())

test('a batch may come twice although all was well, and the stream goes on behind it', async () => {
  const { faults } = fixture.aws.engine.host
  const { stream, put } = await fixture.map()
  const { id } = faults.add({ resource: stream, duplicate: true, nth: 2 })
  faults.add({ resource: `${stream}-other`, duplicate: true })
  for (const text of ['one', 'two', 'three']) {
    await put(text)
    await fixture.settle()
  }
  expect(fixture.batches).toEqual(['one', 'two', 'two', 'three'])
  expect(faults.list().find((fault) => fault.id === id)).toMatchObject({ matches: 3, hits: 1 })
})

test('a mapping at LATEST may begin late: what is put meanwhile is not read', async () => {
  const { client, engine, create } = fixture.aws
  engine.host.faults.add({ anchorDelay_ms: 5000, times: 1 })
  const StreamName = 'late'
  await fixture.kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
  const made = await client.send(
    new CreateEventSourceMappingCommand({ FunctionName: await create({ 'index.mjs': '' }), EventSourceArn: `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`, StartingPosition: 'LATEST' }),
  )
  const state = async () => (await client.send(new GetEventSourceMappingCommand({ UUID: made.UUID }))).State
  expect([made.State, await state()]).toEqual(['Creating', 'Creating'])
  await fixture.put(StreamName, 'too early')
  await fixture.pass(4000)
  expect(await state()).toBe('Creating')
  await fixture.settle(1000)
  expect(await state()).toBe('Enabled')
  await fixture.put(StreamName, 'read')
  expect(await fixture.settle()).toEqual(['read'])
})
