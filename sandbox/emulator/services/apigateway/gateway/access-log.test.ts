import { UpdateStageCommand } from '@aws-sdk/client-apigatewayv2'
import { CloudWatchLogsClient, CreateLogGroupCommand, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { expect, test } from 'vitest'
import { manualClock } from '../../../kernel/clock.ts'
import { createTestEngine, eventually, type TestEngine } from '../../../../testing/engine.ts'
import { createApi, fakeIssuer, fakeLambda, Invoked, ISSUER } from '../../../../testing/http-api.ts'

const CLF = '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.routeKey $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId'

async function logged(engine: TestEngine, format: string) {
  const logs = new CloudWatchLogsClient(engine.client)
  await logs.send(new CreateLogGroupCommand({ logGroupName: 'api' }))
  const made = await createApi(engine, { 'GET /a': {}, 'GET /closed': { jwt: true } })
  const AccessLogSettings = { DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:api', Format: format }
  await made.client.send(new UpdateStageCommand({ ApiId: made.ApiId, StageName: '$default', AccessLogSettings }))
  const lines = (count: number) =>
    eventually(`${count} lines`, async () => {
      const { events } = await logs.send(new FilterLogEventsCommand({ logGroupName: 'api' }))
      return events!.length >= count ? events!.map(({ message }) => message!) : undefined
    })
  return { ...made, lines }
}

test('the common log format', async () => {
  const clock = manualClock(Date.UTC(2026, 3, 9, 12, 34, 56))
  await using engine = await createTestEngine({ clock })
  const signing = { systemClockOffset: clock.now() - Date.now() }
  Object.assign(engine.client, signing)
  fakeLambda(engine, () => ({ statusCode: 201, body: 'made' }))
  const { url, lines } = await logged(engine, CLF)
  const id = (await fetch(`${url}/a`)).headers.get('apigw-requestid')!
  expect(await lines(1)).toEqual([`127.0.0.1 - - [09/Apr/2026:12:34:56 +0000] "GET GET /a HTTP/1.1" 201 4 ${id} ${id}`])
})

test('JSON, with what is not there as a dash', async () => {
  await using engine = await createTestEngine()
  const lambda = fakeLambda(engine)
  const issuer = await fakeIssuer(engine)
  const names = ['status', 'routeKey', 'error.message', 'authorizer.error', 'authorizer.claims.sub', 'integrationStatus', 'integration.status', 'integrationErrorMessage', 'authorizer.claims.__proto__', 'nothing']
  const { url, lines } = await logged(engine, JSON.stringify(Object.fromEntries(names.map((name) => [name, `$context.${name}`]))))
  const seconds = Math.floor(Date.now() / 1000)
  const token = await issuer.sign({ iss: ISSUER, aud: 'client-1', sub: 'someone', exp: seconds + 60 })
  lambda.answer = () => ({ statusCode: 202 })
  await fetch(`${url}/closed`, { headers: { authorization: token } })
  await fetch(`${url}/closed`, { headers: { authorization: 'nonsense' } })
  await fetch(`${url}/nowhere`)
  lambda.answer = () => new Invoked({ StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from('{}') })
  await fetch(`${url}/a`)
  const rows = (await lines(4)).map((line) => Object.values(JSON.parse(line) as Record<string, string>))
  expect(rows).toEqual([
    ['202', 'GET /closed', '-', '-', 'someone', '200', '202', '-', '-', '-'],
    ['401', 'GET /closed', 'Unauthorized', 'token contains an invalid number of segments', '-', '-', '-', '-', '-', '-'],
    ['404', '-', 'Not Found', '-', '-', '-', '-', '-', '-', '-'],
    ['500', 'GET /a', 'Internal Server Error', '-', '-', '200', '-', 'ended with an error (Unhandled)', '-', '-'],
  ])
})

test('a group that is gone costs the line, not the answer', async () => {
  await using engine = await createTestEngine()
  fakeLambda(engine)
  const { client, ApiId, url } = await createApi(engine, { 'GET /a': {} })
  const AccessLogSettings = { DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:gone', Format: '$context.status' }
  await client.send(new UpdateStageCommand({ ApiId, StageName: '$default', AccessLogSettings }))
  expect((await fetch(`${url}/a`)).status).toBe(200)
  await eventually('a message', () => engine.lines.find((line) => line.includes('no access log in gone')))
})
