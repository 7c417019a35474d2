import {
  AddPermissionCommand, CreateAliasCommand, CreateFunctionUrlConfigCommand, DeleteFunctionUrlConfigCommand, GetFunctionUrlConfigCommand, InvokeCommand,
  InvokeWithResponseStreamCommand, ListFunctionUrlConfigsCommand, PublishVersionCommand, PutFunctionConcurrencyCommand, RemovePermissionCommand,
  UpdateFunctionUrlConfigCommand, type AddPermissionCommandInput, type CreateFunctionUrlConfigCommandInput, type InvokeWithResponseStreamCommandInput,
} from '@aws-sdk/client-lambda'
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { SignatureV4 } from '@smithy/signature-v4'
import { createHash, createHmac, type BinaryLike, type Hash, type Hmac } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lambdaFixture, type LambdaFixture } from '../../../../testing/lambda.ts'

let aws: LambdaFixture
beforeAll(async () => void (aws = await lambdaFixture()))
afterAll(() => aws[Symbol.asyncDispose]())

const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`
const ECHO = { 'index.mjs': 'export const handler = async (event) => event' }
const create = (FunctionName: string, more: Partial<CreateFunctionUrlConfigCommandInput> = {}) =>
  aws.client.send(new CreateFunctionUrlConfigCommand({ FunctionName, AuthType: 'NONE', ...more }))
const allow = (FunctionName: string, more: Partial<AddPermissionCommandInput>) =>
  aws.client.send(new AddPermissionCommand({ FunctionName, StatementId: `s${++statements}`, Action: 'lambda:InvokeFunction', Principal: '*', ...more }))
let statements = 0
/** What the console and SAM add for a URL that everybody may use. */
async function open(FunctionName: string, more: Partial<AddPermissionCommandInput> = {}): Promise<void> {
  await allow(FunctionName, { ...more, Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' })
  await allow(FunctionName, { ...more, InvokedViaFunctionUrl: true })
}
/** A new function with a URL that everybody may use. */
async function urlOf(files: Record<string, string>, more: Partial<CreateFunctionUrlConfigCommandInput> = {}): Promise<string> {
  const name = await aws.create(files)
  await open(name)
  return (await create(name, more)).FunctionUrl!
}
const FORBIDDEN = { Message: 'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html' }
interface Event {
  readonly headers: object
  readonly requestContext: object
}
const json = async (response: Response) => ({ status: response.status, value: (await response.json()) as Event })

describe('the configuration', () => {
  test('made, shown, changed, listed, deleted', async () => {
    const name = await aws.create(ECHO)
    const { $metadata, ...made } = await create(name)
    expect($metadata.httpStatusCode).toBe(201)
    expect(made).toEqual({
      FunctionUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/_aws\/lambda-url\/[a-z0-9]{32}\/$/), FunctionArn: arnOf(name), AuthType: 'NONE',
      CreationTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/), InvokeMode: 'BUFFERED',
    })
    await expect(create(name)).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `Failed to create function url config for [functionArn = ${arnOf(name)}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    })
    const Cors = { AllowOrigins: ['*'], MaxAge: 60 }
    const updated = await aws.client.send(new UpdateFunctionUrlConfigCommand({ FunctionName: name, AuthType: 'AWS_IAM', Cors }))
    const expected = { ...made, AuthType: 'AWS_IAM', Cors, LastModifiedTime: expect.any(String) }
    expect(updated).toMatchObject(expected)
    expect(await aws.client.send(new GetFunctionUrlConfigCommand({ FunctionName: name }))).toMatchObject(expected)
    expect((await aws.client.send(new ListFunctionUrlConfigsCommand({ FunctionName: name }))).FunctionUrlConfigs).toEqual([expected])
    await aws.client.send(new DeleteFunctionUrlConfigCommand({ FunctionName: name }))
    await expect(aws.client.send(new GetFunctionUrlConfigCommand({ FunctionName: name }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException', message: 'The resource you requested does not exist.',
    })
    expect((await fetch(made.FunctionUrl!)).status).toBe(403)
    await expect(create('none')).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Function does not exist' })
    await expect(create(name, { Qualifier: '1' })).rejects.toMatchObject({ name: 'ValidationException', message: /at 'qualifier'/ })
  })

  test('an alias has a URL of its own', async () => {
    const name = await aws.create({ 'index.mjs': 'export const handler = async (_, c) => [c.functionVersion, c.invokedFunctionArn]' })
    await aws.client.send(new PublishVersionCommand({ FunctionName: name }))
    await aws.client.send(new CreateAliasCommand({ FunctionName: name, Name: 'live', FunctionVersion: '1' }))
    const { FunctionUrl, FunctionArn } = await create(name, { Qualifier: 'live' })
    await open(name)
    expect((await fetch(FunctionUrl!)).status).toBe(403)
    await open(name, { Qualifier: 'live' })
    expect(FunctionArn).toBe(`${arnOf(name)}:live`)
    expect((await json(await fetch(FunctionUrl!))).value).toEqual(['1', `${arnOf(name)}:live`])
  })
})

describe('what the function gets', () => {
  test('the event of payload format 2.0', async () => {
    const url = await urlOf(ECHO)
    const id = url.split('/').at(-2)!
    const response = await fetch(`${url}my%20path/x?a=1&a=2&b=c%20d`, {
      method: 'POST', body: '{"n":1}', headers: { 'content-type': 'application/json', cookie: 'one=1; two=2', 'X-Own': 'v', 'user-agent': 'me' },
    })
    const { value: event } = await json(response)
    const { headers, requestContext, ...rest } = event
    expect(rest).toEqual({
      version: '2.0', routeKey: '$default', rawPath: '/my path/x', rawQueryString: 'a=1&a=2&b=c%20d', cookies: ['one=1', 'two=2'],
      queryStringParameters: { a: '1,2', b: 'c d' }, body: '{"n":1}', isBase64Encoded: false,
    })
    expect(headers).toMatchObject({ 'x-own': 'v', 'content-type': 'application/json', 'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/) })
    expect(requestContext).toEqual({
      accountId: 'anonymous', apiId: id, domainName: `${id}.lambda-url.us-east-1.on.aws`, domainPrefix: id, requestId: response.headers.get('x-amzn-requestid'),
      http: { method: 'POST', path: '/my path/x', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'me' },
      routeKey: '$default', stage: '$default', time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/), timeEpoch: expect.any(Number),
    })
  })

  test('forms and bytes in base64, nothing where there is no body, and the URL by its host', async () => {
    const url = await urlOf(ECHO)
    const form = await json(await fetch(url, { method: 'POST', body: new URLSearchParams({ a: 'b' }) }))
    expect(form.value).toMatchObject({ body: Buffer.from('a=b').toString('base64'), isBase64Encoded: true })
    const { port } = new URL(url)
    const host = `${url.split('/').at(-2)}.lambda-url.us-east-1.on.aws`
    const text = await new Promise<string>((resolve, reject) => {
      const sent = httpRequest({ host: '127.0.0.1', port, path: '/by/host', headers: { host } }, (response) => {
        let body = ''
        response.on('data', (chunk) => (body += chunk)).on('end', () => resolve(body))
      })
      sent.on('error', reject).end()
    })
    expect(JSON.parse(text)).toMatchObject({ rawPath: '/by/host', headers: { host }, isBase64Encoded: false })
    expect(JSON.parse(text)).not.toHaveProperty('body')
  })
})

describe('what the client gets', () => {
  const FROM = { 'index.mjs': 'export const handler = async ({ body }) => { const is = JSON.parse(body); if (is === "throw") throw new Error("no"); return is }' }
  test.each<[string, unknown, number, string, Record<string, string>]>([
    ['text', 'Hello, world!', 200, '"Hello, world!"', { 'content-type': 'application/json' }],
    ['an object', { message: 'hi' }, 200, '{"message":"hi"}', { 'content-type': 'application/json' }],
    ['status, headers and cookies', { statusCode: 201, headers: { 'Content-Type': 'text/plain', 'X-A': 'b' }, body: 'made', cookies: ['c=1', 'd=2'] }, 201, 'made', { 'content-type': 'text/plain', 'x-a': 'b', 'set-cookie': 'c=1, d=2' }],
    ['base64', { statusCode: 200, body: Buffer.from('bytes').toString('base64'), isBase64Encoded: true }, 200, 'bytes', {}],
    ['an error', 'throw', 502, 'Internal Server Error', {}],
    ['a status that is none', { statusCode: 'x' }, 502, 'Internal Server Error', {}],
  ])('%s', async (_what, answer, status, body, headers) => {
    const response = await fetch(await urlOf(FROM), { method: 'POST', body: JSON.stringify(answer), headers: { 'content-type': 'application/json' } })
    expect([response.status, await response.text()]).toEqual([status, body])
    for (const [name, value] of Object.entries(headers)) expect(response.headers.get(name)).toBe(value)
  })

  test('429 without concurrency', async () => {
    const name = await aws.create(ECHO)
    const { FunctionUrl } = await create(name)
    await open(name)
    await aws.client.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 0 }))
    expect((await fetch(FunctionUrl!)).status).toBe(429)
  })
})

class Sha256 {
  readonly #hash: Hash | Hmac
  constructor(secret?: BinaryLike) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret)
  }
  update(data: BinaryLike) {
    this.#hash.update(data)
  }
  async digest() {
    return new Uint8Array(this.#hash.digest())
  }
}

const signed = async (url: string, secretAccessKey = 'test', accessKeyId = 'test') => {
  const { hostname, port, pathname } = new URL(url)
  const signer = new SignatureV4({ service: 'lambda', region: 'us-east-1', credentials: { accessKeyId, secretAccessKey }, sha256: Sha256 as never })
  const signed = await signer.sign({ method: 'GET', protocol: 'http:', hostname, path: pathname, headers: { host: `${hostname}:${port}` }, query: {} })
  return fetch(url, { headers: signed.headers })
}

test('a URL for everybody wants both rights in the function\'s policy', async () => {
  const name = await aws.create(ECHO)
  const { FunctionUrl } = await create(name)
  const ask = async () => (await fetch(FunctionUrl!)).status
  const refused = await fetch(FunctionUrl!)
  expect([refused.headers.get('x-amzn-errortype'), await json(refused)]).toEqual(['AccessDeniedException', { status: 403, value: FORBIDDEN }])
  await allow(name, { StatementId: 'url', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'AWS_IAM' })
  await allow(name, { StatementId: 'invoke', InvokedViaFunctionUrl: true })
  expect(await ask()).toBe(403)
  await allow(name, { StatementId: 'none', Action: 'lambda:InvokeFunctionUrl', FunctionUrlAuthType: 'NONE' })
  expect(await ask()).toBe(200)
  await aws.client.send(new RemovePermissionCommand({ FunctionName: name, StatementId: 'invoke' }))
  expect(await ask()).toBe(403)
})

describe('AWS_IAM', () => {
  test('unsigned and wrongly signed requests are forbidden; who signs is told to the function', async () => {
    const url = await urlOf(ECHO, { AuthType: 'AWS_IAM' })
    expect(await json(await fetch(url))).toEqual({ status: 403, value: FORBIDDEN })
    expect(await json(await signed(url, 'wrong'))).toEqual({ status: 403, value: FORBIDDEN })
    const { status, value } = await json(await signed(url))
    expect(status).toBe(200)
    expect(value.requestContext).toMatchObject({
      accountId: '000000000000',
      authorizer: { iam: { accessKey: 'test', accountId: '000000000000', callerId: '000000000000', userArn: 'arn:aws:iam::000000000000:root', userId: '000000000000', cognitoIdentity: null, principalOrgId: null } },
    })
  })
})

test('AWS_IAM: a user of the account needs both rights', async () => {
  const name = await aws.create(ECHO)
  const { FunctionUrl } = await create(name, { AuthType: 'AWS_IAM' })
  const iam = new IAMClient(aws.engine.client)
  await iam.send(new CreateUserCommand({ UserName: 'caller' }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'caller' }))
  const ask = async () => (await signed(FunctionUrl!, AccessKey!.SecretAccessKey, AccessKey!.AccessKeyId)).status
  const grant = (Action: string[]) =>
    iam.send(new PutUserPolicyCommand({ UserName: 'caller', PolicyName: 'url', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: arnOf(name) }] }) }))
  expect(await ask()).toBe(403)
  await grant(['lambda:InvokeFunctionUrl'])
  expect(await ask()).toBe(403)
  await grant(['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'])
  expect(await ask()).toBe(200)
  iam.destroy()
})

test('CORS: preflights are answered without the function, answers are marked for the origins that are allowed', async () => {
  const Cors = { AllowOrigins: ['http://*.example.com', 'http://one.test'], AllowMethods: ['GET', 'POST'], AllowHeaders: ['x-a'], ExposeHeaders: ['x-b'], MaxAge: 60, AllowCredentials: true }
  const url = await urlOf({ 'index.mjs': 'export const handler = async (event) => event.requestContext.http.method' }, { Cors })
  const ask = (origin: string) => fetch(url, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } })
  const good = await ask('http://a.example.com')
  expect([good.status, await good.text()]).toEqual([200, ''])
  expect(Object.fromEntries(good.headers)).toMatchObject({
    'access-control-allow-origin': 'http://a.example.com', 'access-control-allow-methods': 'GET,POST', 'access-control-allow-headers': 'x-a',
    'access-control-max-age': '60', 'access-control-allow-credentials': 'true', vary: 'Origin',
  })
  expect((await ask('http://two.test')).headers.has('access-control-allow-origin')).toBe(false)
  expect((await ask('http://aXexample.com')).headers.has('access-control-allow-origin')).toBe(false)
  const got = await fetch(url, { headers: { origin: 'http://one.test' } })
  expect([await got.json(), got.headers.get('access-control-allow-origin'), got.headers.get('access-control-expose-headers')]).toEqual(['GET', 'http://one.test', 'x-b'])
  expect((await fetch(url)).headers.has('access-control-allow-origin')).toBe(false)
})

const STREAM = {
  'index.mjs': `const go = {}
export const handler = awslambda.streamifyResponse(async (event, stream, context) => {
  const how = event.how ?? event.queryStringParameters?.how
  if (how === 'early') throw new Error('early')
  if (how === 'http') stream = awslambda.HttpResponseStream.from(stream, { statusCode: 206, headers: { 'Content-Type': 'text/plain', 'X-A': 'b' }, cookies: ['c=1'] })
  else stream.setContentType('text/csv')
  stream.write('one,')
  await new Promise((resolve) => setTimeout(resolve, 300))
  if (how === 'late') throw new Error('late')
  stream.write('two')
  console.log('end of stream')
  stream.end()
})`,
}

describe('streaming', () => {
  async function stream(FunctionName: string, event: object, more: Partial<InvokeWithResponseStreamCommandInput> = {}) {
    const answer = await aws.client.send(new InvokeWithResponseStreamCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)), ...more }))
    const pieces: { text: string; at: number }[] = []
    let complete: object | undefined
    for await (const { PayloadChunk, InvokeComplete } of answer.EventStream!) {
      if (PayloadChunk) pieces.push({ text: Buffer.from(PayloadChunk.Payload!).toString(), at: performance.now() })
      if (InvokeComplete) complete = InvokeComplete
    }
    return { answer, pieces, complete: complete as Record<string, string>, text: pieces.map(({ text }) => text).join('') }
  }

  test('InvokeWithResponseStream gives the pieces as they come, and how it ended', async () => {
    const name = await aws.create(STREAM)
    const { answer, pieces, complete, text } = await stream(name, {}, { LogType: 'Tail' })
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
    expect(text).toBe('one,two')
    expect(pieces.at(-1)!.at - pieces[0]!.at).toBeGreaterThan(200)
    expect(Object.keys(complete)).toEqual(['LogResult'])
    expect(Buffer.from(complete['LogResult']!, 'base64').toString()).toMatch(/end of stream[\s\S]*REPORT/)
    expect((await stream(name, {})).text).toBe('one,two')
  })

  test('errors before and after the first piece; the function goes on working', async () => {
    const name = await aws.create(STREAM)
    const early = await stream(name, { how: 'early' })
    expect(early.text).toBe('')
    // That ErrorDetails is this JSON is not verified.
    expect([early.complete['ErrorCode'], JSON.parse(early.complete['ErrorDetails']!)]).toMatchObject(['Unhandled', { errorType: 'Error', errorMessage: 'early' }])
    const late = await stream(name, { how: 'late' })
    expect(late.text).toBe('one,')
    expect(late.complete).toMatchObject({ ErrorCode: 'Unhandled', ErrorDetails: expect.stringContaining('"late"') })
    expect((await stream(name, {})).text).toBe('one,two')
  })

  test('a function that does not stream answers in one piece, and one that does can be called without streaming', async () => {
    const plain = await stream(await aws.create(ECHO), { a: 1 })
    expect([plain.text, plain.complete]).toEqual(['{"a":1}', {}])
    const whole = await aws.client.send(new InvokeCommand({ FunctionName: await aws.create(STREAM), Payload: '{}' }))
    expect(Buffer.from(whole.Payload!).toString()).toBe('one,two')
    await expect(stream('none', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' })
  })

  test('a URL with RESPONSE_STREAM sends status and headers first, then the pieces', async () => {
    const url = await urlOf(STREAM, { InvokeMode: 'RESPONSE_STREAM' })
    const response = await fetch(`${url}?how=http`)
    expect([response.status, response.headers.get('content-type'), response.headers.get('x-a'), response.headers.get('set-cookie')]).toEqual([206, 'text/plain', 'b', 'c=1'])
    const times: number[] = []
    let text = ''
    for await (const chunk of response.body!) {
      times.push(performance.now())
      text += Buffer.from(chunk).toString()
    }
    expect(text).toBe('one,two')
    expect(times.at(-1)! - times[0]!).toBeGreaterThan(200)
    const csv = await fetch(url)
    expect([csv.status, csv.headers.get('content-type'), await csv.text()]).toEqual([200, 'text/csv', 'one,two'])
    expect((await fetch(`${url}?how=early`)).status).toBe(502)
  })
})
