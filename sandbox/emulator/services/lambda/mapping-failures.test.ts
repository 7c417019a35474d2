import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { AwsError } from '../../kernel/errors.ts'
import { describe, expect, test } from 'vitest'
import { FAILS, MappingFixture, type Call } from '../../../testing/mappings.ts'

const has = (text: string) => ({ texts }: Call) => (texts.includes(text) ? FAILS : null)

/** Fails from the record with this text on, as a function that reports does. */
const reports = (text: string) => ({ event, texts }: Call) => ({
  batchItemFailures: event.Records.filter((_, i) => texts[i] === text).map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })),
})

describe('a poison record', () => {
  test('by default it is tried for as long as the stream keeps it, and then what follows goes on', async () => {
    await using aws = await MappingFixture.start()
    aws.answer = has('bad')
    const { put, get } = await aws.map({ BatchSize: 1 })
    await put('bad', 'good')
    await aws.pass(3_600_000)
    expect(new Set(aws.batches)).toEqual(new Set(['bad']))
    // Twice as long from try to try, a minute at most.
    expect(aws.calls.length).toBeGreaterThan(60)
    expect(aws.calls.length).toBeLessThan(75)
    expect((await get()).LastProcessingResult).toBe('PROBLEM: Function call failed')
    await put('late')
    await aws.settle(600_000)
    expect(aws.batches.filter((text) => text !== 'bad')).toEqual(['late'])
  })

  test('MaximumRetryAttempts gives up the whole batch', async () => {
    await using aws = await MappingFixture.start()
    aws.answer = has('bad')
    const { put, get } = await aws.map({ BatchSize: 3, MaximumRetryAttempts: 2 })
    await put('a', 'bad', 'c', 'd')
    expect(await aws.settle()).toEqual(['a,bad,c', 'a,bad,c', 'a,bad,c', 'd'])
    expect((await get()).LastProcessingResult).toBe('OK')
  })

  test('MaximumRetryAttempts of 0 tries once', async () => {
    await using aws = await MappingFixture.start()
    aws.answer = has('bad')
    const { put } = await aws.map({ BatchSize: 1, MaximumRetryAttempts: 0 })
    await put('bad', 'good')
    expect(await aws.settle()).toEqual(['bad', 'good'])
  })

  test('MaximumRecordAgeInSeconds gives up what is too old, and no more', async () => {
    await using aws = await MappingFixture.start()
    aws.answer = has('bad')
    const { put } = await aws.map({ BatchSize: 10, MaximumRecordAgeInSeconds: 60 })
    await put('bad')
    await aws.turns()
    await aws.pass(40_000)
    await put('young')
    await aws.pass(30_000)
    const batches = await aws.settle()
    expect(batches.slice(0, 8)).toEqual(Array(8).fill('bad'))
    expect(batches.at(-1)).toBe('young')
  })

  test('records that were too old before they were read are never tried', async () => {
    await using aws = await MappingFixture.start()
    const { put, update, state } = await aws.map({ MaximumRecordAgeInSeconds: 60, Enabled: false })
    await put('old')
    await aws.pass(61_000)
    await put('young')
    await update({ Enabled: true })
    await state('Enabled')
    expect(await aws.settle()).toEqual(['young'])
  })

  test('BisectBatchOnFunctionError closes in on it, without using up retries', async () => {
    await using aws = await MappingFixture.start()
    aws.answer = has('bad')
    const { put } = await aws.map({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 })
    await put('a', 'b', 'c', 'd', 'e', 'f', 'bad', 'h')
    expect(await aws.settle()).toEqual(['a,b,c,d,e,f,bad,h', 'a,b,c,d', 'e,f,bad,h', 'e,f', 'bad,h', 'bad', 'bad', 'h'])
  })

  test('bisecting works without any retries', async () => {
    await using aws = await MappingFixture.start()
    aws.answer = has('bad')
    const { put } = await aws.map({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 0 })
    await put('a', 'bad', 'c')
    expect(await aws.settle()).toEqual(['a,bad,c', 'a,bad', 'a', 'bad', 'c'])
  })

  test('ReportBatchItemFailures goes on from the record itself', async () => {
    await using aws = await MappingFixture.start()
    aws.answer = reports('bad')
    const { put } = await aws.map({ FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 2 })
    await put('a', 'b', 'bad', 'd')
    expect(await aws.settle()).toEqual(['a,b,bad,d', 'bad,d', 'bad,d'])
  })

  test('with both, the batch is cut at what is reported, and only then in halves', async () => {
    await using aws = await MappingFixture.start()
    aws.answer = reports('bad')
    const options = { BisectBatchOnFunctionError: true, FunctionResponseTypes: ['ReportBatchItemFailures' as const], MaximumRetryAttempts: 1 }
    const { put } = await aws.map(options)
    await put('a', 'b', 'bad', 'd', 'e')
    expect(await aws.settle()).toEqual(['a,b,bad,d,e', 'bad,d,e', 'bad,d', 'bad', 'bad', 'd', 'e'])
  })

  test('knobs are live: a retry that waits takes up a change at once', async () => {
    await using aws = await MappingFixture.start()
    aws.answer = has('bad')
    const { put, update } = await aws.map({ BatchSize: 1 })
    await put('bad', 'good')
    await aws.pass(600_000)
    expect(aws.batches).not.toContain('good')
    const before = aws.calls.length
    await update({ MaximumRetryAttempts: 0 })
    await aws.until(before + 2)
    expect(aws.batches.slice(-2)).toEqual(['bad', 'good'])
  })
})

describe('answers with ReportBatchItemFailures', () => {
  const first = ({ event }: Call) => event.Records[0]!.kinesis.sequenceNumber
  const last = ({ event }: Call) => event.Records.at(-1)!.kinesis.sequenceNumber
  test.each<[string, (call: Call) => unknown, string[]]>([
    ['an empty list', () => ({ batchItemFailures: [] }), ['a,b,c']],
    ['a null list', () => ({ batchItemFailures: null }), ['a,b,c']],
    ['an empty object', () => ({}), ['a,b,c']],
    ['null', () => null, ['a,b,c']],
    ['a text', () => 'fine', ['a,b,c']],
    ['a null identifier', () => ({ batchItemFailures: [{ itemIdentifier: null }] }), ['a,b,c', 'a,b,c']],
    ['an empty identifier', () => ({ batchItemFailures: [{ itemIdentifier: '' }] }), ['a,b,c', 'a,b,c']],
    ['a bad key name', (call) => ({ batchItemFailures: [{ id: last(call) }] }), ['a,b,c', 'a,b,c']],
    ['a number that is not in the batch', () => ({ batchItemFailures: [{ itemIdentifier: '1' }] }), ['a,b,c', 'a,b,c']],
    ['a bad one beside a good one', (call) => ({ batchItemFailures: [{ itemIdentifier: last(call) }, { itemIdentifier: '' }] }), ['a,b,c', 'a,b,c']],
    ['no list', () => ({ batchItemFailures: 'c' }), ['a,b,c', 'a,b,c']],
    ['several: the lowest counts', (call) => ({ batchItemFailures: [{ itemIdentifier: last(call) }, { itemIdentifier: first(call) }] }), ['a,b,c', 'a,b,c']],
    ['the last record', (call) => ({ batchItemFailures: [{ itemIdentifier: last(call) }] }), ['a,b,c', 'c']],
  ])('%s', async (_name, answer, batches) => {
    await using aws = await MappingFixture.start()
    aws.answer = answer
    const { put } = await aws.map({ FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 1 })
    await put('a', 'b', 'c')
    expect(await aws.settle()).toEqual(batches)
  })

  test('without it the answer is not looked at', async () => {
    await using aws = await MappingFixture.start()
    aws.answer = () => ({ batchItemFailures: [{ itemIdentifier: null }] })
    const { put } = await aws.map()
    await put('a')
    expect(await aws.settle()).toEqual(['a'])
  })
})

test('where the function cannot be run, no retry is used up', async () => {
  await using aws = await MappingFixture.start()
  aws.answer = (_, index) => (index < 5 ? new AwsError('TooManyRequestsException', 'Rate Exceeded.', { status: 429 }) : FAILS)
  const { put, get } = await aws.map({ MaximumRetryAttempts: 1 })
  await put('a')
  await aws.turns()
  expect((await get()).LastProcessingResult).toBe('PROBLEM: Rate Exceeded.')
  expect(await aws.settle()).toEqual(Array(7).fill('a'))
})

test('a function that is killed in the middle of a batch is given the whole batch again', async () => {
  const { lambdaFixture } = await import('../../../testing/lambda.ts')
  const { eventually } = await import('../../../testing/engine.ts')
  const { CreateStreamCommand, KinesisClient, PutRecordsCommand } = await import('@aws-sdk/client-kinesis')
  const { CreateEventSourceMappingCommand } = await import('@aws-sdk/client-lambda')
  const { existsSync, readFileSync } = await import('node:fs')
  await using aws = await lambdaFixture()
  const kinesis = new KinesisClient(aws.engine.client)
  const file = `${aws.engine.host.settings.workDirectory}/seen`
  await kinesis.send(new CreateStreamCommand({ StreamName: 's', ShardCount: 1 }))
  const name = await aws.create({
    'index.mjs': `import { appendFileSync, existsSync } from 'node:fs'
      export const handler = async ({ Records }) => {
        const before = existsSync('${file}')
        for (const { kinesis } of Records) {
          appendFileSync('${file}', Buffer.from(kinesis.data, 'base64') + '\\n')
          if (!before && Buffer.from(kinesis.data, 'base64').toString() === 'b') process.kill(process.pid, 'SIGKILL')
        }
      }`,
  })
  const EventSourceArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/s'
  await aws.client.send(new CreateEventSourceMappingCommand({ FunctionName: name, EventSourceArn, StartingPosition: 'TRIM_HORIZON', MaximumRetryAttempts: 3 }))
  const Records = ['a', 'b', 'c'].map((text) => ({ Data: Buffer.from(text), PartitionKey: 'k' }))
  await kinesis.send(new PutRecordsCommand({ StreamName: 's', Records }))
  const seen = () => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').join('') : '')
  await eventually('the second try', () => (seen().length >= 5 ? true : undefined))
  expect((await fetch(`${aws.engine.endpoint}/_sandbox/idle`)).status).toBe(200)
  expect(seen()).toBe('ababc')
  kinesis.destroy()
})

describe('DestinationConfig.OnFailure', () => {
  async function withBucket() {
    const aws = await MappingFixture.start()
    const s3 = new S3Client({ ...aws.aws.engine.client, forcePathStyle: true })
    await s3.send(new CreateBucketCommand({ Bucket: 'lost' }))
    const objects = async () => {
      s3.config.systemClockOffset = aws.kinesis.config.systemClockOffset
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'lost' }))
      return Promise.all(
        Contents.map(async ({ Key }) => {
          const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'lost', Key: Key! }))
          return { key: Key!, body: JSON.parse(await Body!.transformToString()) as Record<string, unknown> & { payload: string } }
        }),
      )
    }
    return { aws, s3, objects, DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::lost' } } }
  }

  test('what was tried too often is an object with AWS\'s members and the whole event', async () => {
    const { aws, s3, objects, DestinationConfig } = await withBucket()
    await using _ = aws
    aws.answer = has('bad')
    const { put, uuid, name, stream, get } = await aws.map({ DestinationConfig, MaximumRetryAttempts: 1, BatchSize: 2 })
    expect((await get()).DestinationConfig).toEqual(DestinationConfig)
    const arrived = new Date(aws.clock.now()).toISOString()
    const [first, last] = await put('a', 'bad', 'c')
    await aws.settle(1000)
    const [found, ...more] = await objects()
    expect(more).toEqual([])
    const now = aws.calls[1]!
    const timestamp = found!.body['timestamp'] as string
    const [date, time] = timestamp.slice(0, 19).split('T') as [string, string]
    const uuidPattern = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'
    expect(found!.key).toMatch(
      new RegExp(`^aws/lambda/${uuid}/shardId-000000000000/${date.replaceAll('-', '/')}/${date}T${time.replaceAll(':', '.')}-${uuidPattern}$`),
    )
    expect(Object.keys(found!.body)).toEqual(['requestContext', 'responseContext', 'version', 'timestamp', 'KinesisBatchInfo', 'payload'])
    const { payload, ...rest } = found!.body
    expect(rest).toEqual({
      requestContext: {
        requestId: 'request-2', functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
        condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp,
      KinesisBatchInfo: {
        shardId: 'shardId-000000000000', startSequenceNumber: first, endSequenceNumber: last,
        approximateArrivalOfFirstRecord: arrived, approximateArrivalOfLastRecord: arrived, batchSize: 2, streamArn: stream,
      },
    })
    expect(JSON.parse(payload)).toEqual(now.event)
    s3.destroy()
  })

  test('what became too old has no answer to tell of; a reported failure has no functionError', async () => {
    const { aws, s3, objects, DestinationConfig } = await withBucket()
    await using _ = aws
    aws.answer = reports('bad')
    const { put, update, state } = await aws.map({
      DestinationConfig, MaximumRetryAttempts: 0, MaximumRecordAgeInSeconds: 60, Enabled: false, FunctionResponseTypes: ['ReportBatchItemFailures'],
    })
    await put('old')
    await aws.pass(61_000)
    await put('a', 'bad')
    await update({ Enabled: true })
    await state('Enabled')
    await aws.settle(1000)
    const found = (await objects()).map(({ body }) => body).sort((a, b) => ((a['requestContext'] as { condition: string }).condition > (b['requestContext'] as { condition: string }).condition ? 1 : -1))
    expect(found).toMatchObject([
      { requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 1 }, KinesisBatchInfo: { batchSize: 1 } },
      { requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 1 }, responseContext: { functionError: null }, KinesisBatchInfo: { batchSize: 1 } },
    ])
    expect(found[0]).not.toHaveProperty('responseContext')
    s3.destroy()
  })

  test('it can be taken away, and what cannot be a destination is refused', async () => {
    const { aws, s3, objects, DestinationConfig } = await withBucket()
    await using _ = aws
    aws.answer = () => FAILS
    const { put, update, state } = await aws.map({ DestinationConfig, MaximumRetryAttempts: 0 })
    const answer = await update({ DestinationConfig: { OnFailure: {} } })
    expect(answer.DestinationConfig).toEqual({ OnFailure: {} })
    await state('Enabled')
    await put('a')
    await aws.settle()
    expect(await objects()).toEqual([])
    const to = (Destination: string) => aws.map({ DestinationConfig: { OnFailure: { Destination } } })
    await expect(to('arn:aws:s3:::nowhere')).rejects.toMatchObject({ name: 'InvalidParameterValueException', message: 'The destination ARN arn:aws:s3:::nowhere is invalid.' })
    await expect(to('arn:aws:sqs:us-east-1:000000000000:q')).rejects.toMatchObject({ name: 'NotImplemented', message: 'lambda: DestinationConfig.OnFailure of sqs is not implemented by this emulator.' })
    await expect(to('arn:aws:sns:us-east-1:000000000000:t')).rejects.toMatchObject({ name: 'NotImplemented' })
    await expect(to('queue')).rejects.toMatchObject({ name: 'ValidationException' })
    s3.destroy()
  })
})

describe('a role that may not read', () => {
  const refused = (stream: string) => ({
    name: 'InvalidParameterValueException',
    message: `Cannot access stream ${stream}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, ListShards, and ListStreams Actions on your stream in IAM.`,
  })

  test.each(['kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords'])('%s: the mapping is refused, and so is a change of one', async (action) => {
    await using aws = await MappingFixture.start()
    const { stream, update, get } = await aws.map()
    aws.denied.add(action)
    await expect(aws.map({ EventSourceArn: stream })).rejects.toMatchObject(refused(stream))
    await expect(update({ BatchSize: 5 })).rejects.toMatchObject(refused(stream))
    expect((await get()).BatchSize).toBe(100)
    expect((await update({ Enabled: false })).State).toBe('Disabling')
  })

  test('rights that are taken away later show in LastProcessingResult, and come back', async () => {
    await using aws = await MappingFixture.start()
    const { put, get } = await aws.map()
    aws.denied.add('kinesis:GetRecords')
    await put('a')
    await aws.turns()
    expect((await get()).LastProcessingResult).toMatch(/^PROBLEM: \S+:assumed-role\/function\/\S+ is not authorized to perform: kinesis:GetRecords$/)
    expect(aws.batches).toEqual([])
    aws.denied.clear()
    expect(await aws.settle()).toEqual(['a'])
    expect((await get()).LastProcessingResult).toBe('OK')
  })

  test('nor write to its destination: the records are given up all the same', async () => {
    await using aws = await MappingFixture.start()
    aws.answer = has('bad')
    const s3 = new S3Client({ ...aws.aws.engine.client, forcePathStyle: true })
    await s3.send(new CreateBucketCommand({ Bucket: 'lost' }))
    s3.destroy()
    const { put, get } = await aws.map({ MaximumRetryAttempts: 0, BatchSize: 1, DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::lost' } } })
    aws.denied.add('s3:PutObject')
    await put('bad')
    await aws.settle()
    expect((await get()).LastProcessingResult).toMatch(/^PROBLEM: .*s3:PutObject$/)
    await put('good')
    expect(await aws.settle()).toEqual(['bad', 'good'])
  })
})
