import { createHash } from 'node:crypto'
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, UpdateAccessKeyCommand } from '@aws-sdk/client-iam'
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { manualClock } from '../clock.ts'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'
import { errorOf, send, signed, type Sent, type Signer } from '../../../testing/signed.ts'
import { startEmulator } from '../../index.ts'

const NOW = Date.UTC(2026, 0, 31, 12, 0, 0)
const at = (seconds: number) => new Date(NOW + seconds * 1000)
const CREDENTIAL = 'test/20260131/us-east-1'

let engine: TestEngine
beforeAll(async () => {
  engine = await createTestEngine({ clock: manualClock(NOW) })
  const s3 = new S3Client(engine.client)
  await s3.send(new CreateBucketCommand({ Bucket: 'a-bucket' }))
  await s3.send(new PutObjectCommand({ Bucket: 'a-bucket', Key: 'k', Body: 'content' }))
})
afterAll(() => engine.stop())

type Change = (sent: Sent) => void
const header =
  (name: string, value: string | undefined): Change =>
  ({ headers }) => {
    if (value === undefined) delete headers[name]
    else headers[name] = value
  }
const authorization =
  (from: string | RegExp, to: string): Change =>
  ({ headers }) =>
    (headers['authorization'] = headers['authorization']!.replace(from, to))
const query =
  (name: string, value: string | undefined): Change =>
  (sent) => {
    if (value === undefined) delete sent.query[name]
    else sent.query[name] = value
  }

async function refused(sent: Partial<Sent>, by: Signer, change: Change = () => {}) {
  const request = await signed(sent, { date: at(0), ...by }, engine.port)
  change(request)
  return errorOf(await send(engine.port, request))
}

const LIST_STREAMS = { method: 'POST', headers: { 'x-amz-target': 'Kinesis_20131202.ListStreams', 'content-type': 'application/x-amz-json-1.1' }, body: '{}' }
const IDENTITY = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'Action=GetCallerIdentity&Version=2011-06-15' }
const LIST_FUNCTIONS = { path: '/2015-03-31/functions' }
const GET_OBJECT = { path: '/a-bucket/k' }

/** A request of each protocol, with its status and its codes for the refusals that all have. */
const SERVICES = [
  { service: 'kinesis', sent: LIST_STREAMS, status: 400, mismatch: 'InvalidSignatureException', unknown: 'UnrecognizedClientException', incomplete: [400, 'IncompleteSignatureException'] },
  { service: 'sts', sent: IDENTITY, status: 403, mismatch: 'SignatureDoesNotMatch', unknown: 'InvalidClientTokenId', incomplete: [400, 'IncompleteSignature'] },
  { service: 'lambda', sent: LIST_FUNCTIONS, status: 403, mismatch: 'InvalidSignatureException', unknown: 'UnrecognizedClientException', incomplete: [403, 'IncompleteSignatureException'] },
] as const

const WRONG =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'

// IAM User Guide, "Troubleshoot signed requests for AWS APIs"; the codes are those of each service's "Common errors".
describe.each(SERVICES)('$service', ({ service, sent, status, mismatch, unknown, incomplete }) => {
  test('takes what is signed', async () => {
    expect((await send(engine.port, await signed(sent, { service, date: at(0) }, engine.port))).status).toBe(200)
  })

  test('another secret', async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'other' }
    const { Code, Message, ...rest } = await refused(sent, { service, credentials })
    expect([rest.status, Code]).toEqual([status, mismatch])
    const { method = 'GET', path = '/' } = sent as Partial<Sent>
    expect(String(Message).startsWith(`${WRONG}\n\nThe Canonical String for this request should have been\n'${method}\n${path}\n\n`)).toBe(true)
    expect(Message).toContain(`\n\nThe String-to-Sign should have been\n'AWS4-HMAC-SHA256\n20260131T120000Z\n20260131/us-east-1/${service}/aws4_request\n`)
  })

  test('a key of nobody', async () => {
    const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'test' }
    expect(await refused(sent, { service, credentials })).toMatchObject({
      ...{ status, Code: unknown, Message: 'The security token included in the request is invalid.' },
    })
  })

  const wrong = (Message: string) => ({ status, Code: mismatch, Message })
  const lacking = (Message: string) => ({ status: incomplete[0], Code: incomplete[1], Message })
  test.each<[string, Change, object]>([
    ['another region in the scope than was signed', authorization('/us-east-1/', '/eu-west-1/'), wrong(expect.stringContaining(WRONG) as never)],
    ['another day in the scope', authorization('/20260131/', '/20260130/'), wrong("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260130' != '20260131', from '20260131T120000Z'.")],
    ['another terminator', authorization('aws4_request', 'aws4'), wrong("Credential should be scoped with a valid terminator: 'aws4_request', not 'aws4'. ")],
    ['no host among the signed headers', authorization('host;', ''), wrong("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.")],
    ['five elements and one more', authorization(`/${service}/`, `/${service}/x/`), lacking(`Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${CREDENTIAL}/${service}/x/aws4_request'`)],
    ['no signature', authorization(/, Signature=.*/, ''), lacking(expect.stringMatching(/^Authorization header requires 'Signature' parameter\. Authorization=AWS4-HMAC-SHA256 /) as never)],
    ['a date that is none', header('x-amz-date', '2026-01-31'), lacking("Date must be in ISO-8601 'basic format'. Got '2026-01-31'. See http://en.wikipedia.org/wiki/ISO_8601")],
    ['no date', header('x-amz-date', undefined), lacking(expect.stringContaining("requires existence of either a 'X-Amz-Date' or a 'Date' header.") as never)],
    ['Signature Version 4A', authorization('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'), lacking('AWS4-ECDSA-P256-SHA256 (Signature Version 4A) is not verified by this emulator. Sign with AWS4-HMAC-SHA256.')],
  ])('%s', async (_what, change, answer) => {
    expect(await refused(sent, { service }, change)).toMatchObject(answer)
  })

  test.each([
    [-901, 'Signature expired: 20260131T114459Z is now earlier than 20260131T114500Z (20260131T120000Z - 15 min.)'],
    [901, 'Signature not yet current: 20260131T121501Z is still later than 20260131T121500Z (20260131T120000Z + 15 min.)'],
  ])('signed %i seconds from now', async (seconds, message) => {
    expect(await refused(sent, { service, date: at(seconds) })).toMatchObject(wrong(message))
    expect((await refused(sent, { service, date: at(seconds - Math.sign(seconds)) })).status).toBe(200)
  })
})

test('a target of another service than the scope', async () => {
  expect(await refused(LIST_STREAMS, { service: 'sts' })).toMatchObject({ Message: "Credential should be scoped to correct service: 'kinesis'. " })
})

test('a host of another region than the scope', async () => {
  const host = 'kinesis.eu-west-1.amazonaws.com'
  const sent = { ...LIST_STREAMS, headers: { ...LIST_STREAMS.headers, host } }
  expect(await refused(sent, { service: 'kinesis' })).toMatchObject({ Message: "Credential should be scoped to a valid region, not 'us-east-1'. " })
  expect((await refused(sent, { service: 'kinesis', region: 'eu-west-1' })).status).toBe(200)
})

test('a presigned query request', async () => {
  const sent = { query: { Action: 'GetCallerIdentity', Version: '2011-06-15' } }
  expect((await refused(sent, { service: 'sts', expiresIn: 60 })).status).toBe(200)
  expect(await refused(sent, { service: 'sts', expiresIn: 60, date: at(-61) })).toMatchObject({
    Message: 'Signature expired: 20260131T115859Z is now earlier than 20260131T115900Z (20260131T120000Z - 60 sec.)',
  })
})

const EMPTY = createHash('sha256').digest('hex')
const malformed = (rest: string) => ({ status: 400, Code: 'AuthorizationHeaderMalformed', Message: `The authorization header is malformed; ${rest}` })
const parameters = (Message: string) => ({ status: 400, Code: 'AuthorizationQueryParametersError', Message })
const denied = (Message: string) => ({ status: 403, Code: 'AccessDenied', Message })

// S3 API Reference, "Error responses" and "Authenticating Requests (AWS Signature Version 4)", and answers of S3.
describe('s3, signed in the header', () => {
  test('another secret', async () => {
    const by = { service: 's3', credentials: { accessKeyId: 'test', secretAccessKey: 'other' } }
    const { CanonicalRequest, StringToSign, CanonicalRequestBytes, StringToSignBytes, ...rest } = await refused(GET_OBJECT, by)
    expect(rest).toEqual({
      status: 403,
      Code: 'SignatureDoesNotMatch',
      Message: 'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      AWSAccessKeyId: 'test',
      SignatureProvided: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      RequestId: expect.anything() as string,
      HostId: expect.anything() as string,
    })
    expect(CanonicalRequest).toBe(
      `GET\n/a-bucket/k\n\nhost:127.0.0.1:${engine.port}\nx-amz-content-sha256:${EMPTY}\nx-amz-date:20260131T120000Z\n\nhost;x-amz-content-sha256;x-amz-date\n${EMPTY}`,
    )
    const hashed = createHash('sha256').update(String(CanonicalRequest)).digest('hex')
    expect(StringToSign).toBe(`AWS4-HMAC-SHA256\n20260131T120000Z\n20260131/us-east-1/s3/aws4_request\n${hashed}`)
    const text = (bytes: unknown) => Buffer.from(String(bytes).replaceAll(' ', ''), 'hex').toString()
    expect([text(CanonicalRequestBytes), text(StringToSignBytes)]).toEqual([CanonicalRequest, StringToSign])
  })

  const PAYLOAD =
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD, STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD-TRAILER or a valid sha256 value.'
  const V2 = { status: 400, Code: 'InvalidRequest', Message: 'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.' }
  test.each<[string, Change, object]>([
    ['a key of nobody', authorization('Credential=test/', 'Credential=AKIANOBODY/'), { status: 403, Code: 'InvalidAccessKeyId', Message: 'The AWS Access Key Id you provided does not exist in our records.', AWSAccessKeyId: 'AKIANOBODY' }],
    ['no SignedHeaders', authorization(/SignedHeaders=\S+ /, ''), malformed('the authorization header requires three components: Credential, SignedHeaders, and Signature.')],
    ['a component without a value', authorization(/, Signature=.*/, ', Signature'), malformed('the authorization component "Signature" is malformed.')],
    ['a credential of four members', authorization('/us-east-1/', '/'), malformed('the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".')],
    ['a day that is none', authorization('/20260131/', '/2026013/'), malformed('incorrect date format "2026013". This date in the credential must be in the format "yyyyMMdd".')],
    ['another day', authorization('/20260131/', '/20260130/'), malformed('Invalid credential date "20260130". This date is not the same as X-Amz-Date: "20260131".')],
    ['another terminator', authorization('aws4_request', 'aws4'), malformed('incorrect terminal "aws4". This endpoint uses "aws4_request".')],
    ['no date', header('x-amz-date', undefined), denied('AWS authentication requires a valid Date or x-amz-date header')],
    ['a day that no month has', header('x-amz-date', '20260231T000000Z'), denied('AWS authentication requires a valid Date or x-amz-date header')],
    ['no payload hash', header('x-amz-content-sha256', undefined), { status: 400, Code: 'InvalidRequest', Message: 'Missing required header for this request: x-amz-content-sha256' }],
    ['a payload hash that is none', header('x-amz-content-sha256', 'nothing'), { status: 400, Code: 'InvalidArgument', Message: PAYLOAD, ArgumentName: 'x-amz-content-sha256', ArgumentValue: 'nothing' }],
    ['host not signed', authorization('host;', ''), { ...denied('There were headers present in the request which were not signed'), HeadersNotSigned: 'host' }],
    ['x-amz-* headers not signed', ({ headers }) => Object.assign(headers, { 'x-amz-acl': 'private', 'x-amz-tagging': 'a=b' }), { HeadersNotSigned: 'x-amz-acl, x-amz-tagging' }],
    ['another value of a signed header', header('range', 'bytes=0-1'), { Code: 'SignatureDoesNotMatch' }],
    ['Signature Version 2', header('authorization', 'AWS test:c2lnbmF0dXJl'), V2],
    ['Signature Version 4A', authorization('AWS4-HMAC-SHA256', 'AWS4-ECDSA-P256-SHA256'), { status: 501, Code: 'NotImplemented' }],
    ['a bearer token', header('authorization', 'Bearer e30'), { status: 400, Code: 'InvalidArgument', Message: 'Unsupported Authorization Type', ArgumentName: 'Authorization', ArgumentValue: 'Bearer e30' }],
    ['two signatures', query('X-Amz-Algorithm', 'AWS4-HMAC-SHA256'), { Code: 'InvalidArgument', Message: expect.stringContaining('Only one auth mechanism allowed') as never }],
  ])('%s', async (_what, change, answer) => {
    expect(await refused({ ...GET_OBJECT, headers: { range: 'bytes=0-2' } }, { service: 's3' }, change)).toMatchObject(answer)
  })

  test.each([-901, 901])('signed %i seconds from now', async (seconds) => {
    expect(await refused(GET_OBJECT, { service: 's3', date: at(seconds) })).toMatchObject({
      ...{ status: 403, Code: 'RequestTimeTooSkewed', Message: 'The difference between the request time and the current time is too large.' },
      ...{ RequestTime: seconds < 0 ? '20260131T114459Z' : '20260131T121501Z', ServerTime: '2026-01-31T12:00:00Z', MaxAllowedSkewMilliseconds: '900000' },
    })
  })

  test('a host of another region', async () => {
    const headers = { host: 'a-bucket.s3.eu-west-1.amazonaws.com' }
    expect(await refused({ path: '/k', headers }, { service: 's3' })).toMatchObject({
      ...malformed("the region 'us-east-1' is wrong; expecting 'eu-west-1'"),
      Region: 'eu-west-1',
    })
  })

  test('a document with another hash than was signed', async () => {
    const body = '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>'
    const sent = { method: 'PUT', path: '/a-bucket/k', query: { tagging: '' }, body }
    expect((await refused(sent, { service: 's3' })).status).toBe(200)
    expect(await refused(sent, { service: 's3' }, (request) => (request.body = body.replace('b', 'c')))).toMatchObject({
      ...{ status: 400, Code: 'XAmzContentSHA256Mismatch', ClientComputedContentSHA256: createHash('sha256').update(body).digest('hex') },
      S3ComputedContentSHA256: createHash('sha256').update(body.replace('b', 'c')).digest('hex'),
    })
  })
})

describe('s3, presigned', () => {
  test.each(['Algorithm', 'Credential', 'Date', 'SignedHeaders', 'Expires', 'Signature'])('no X-Amz-%s', async (name) => {
    const answer = await refused(GET_OBJECT, { service: 's3', expiresIn: 60 }, query(`X-Amz-${name}`, undefined))
    expect(answer).toMatchObject(
      parameters('Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.'),
    )
  })

  const WEEK = 'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds'
  test.each<[string, Change, object]>([
    ['more than a week', query('X-Amz-Expires', '604801'), parameters(WEEK)],
    ['a negative time', query('X-Amz-Expires', '-1'), parameters('X-Amz-Expires must be non-negative')],
    ['a time in words', query('X-Amz-Expires', '1h'), parameters('X-Amz-Expires should be a number')],
    ['a date that is none', query('X-Amz-Date', '2026-01-31'), parameters('X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd\'T\'HHmmss\'Z\'"')],
    ['another algorithm', query('X-Amz-Algorithm', 'AWS4-HMAC-SHA1'), parameters('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"')],
    ['a longer time than was signed', query('X-Amz-Expires', '61'), { status: 403, Code: 'SignatureDoesNotMatch' }],
    ['one more parameter', query('versionId', 'null'), { status: 403, Code: 'SignatureDoesNotMatch' }],
    ['an x-amz-* header', header('x-amz-meta-a', 'b'), { ...denied('There were headers present in the request which were not signed'), HeadersNotSigned: 'x-amz-meta-a' }],
    ['a header that S3 does not mind', header('content-type', 'text/plain'), { status: 200 }],
    ['nothing changed', () => {}, { status: 200 }],
  ])('%s', async (_what, change, answer) => {
    expect(await refused(GET_OBJECT, { service: 's3', expiresIn: 60 }, change)).toMatchObject(answer)
  })

  test('after its time', async () => {
    expect((await refused(GET_OBJECT, { service: 's3', expiresIn: 60, date: at(-59) })).status).toBe(200)
    expect(await refused(GET_OBJECT, { service: 's3', expiresIn: 60, date: at(-60) })).toMatchObject({
      ...denied('Request has expired'),
      ...{ 'X-Amz-Expires': '60', Expires: '2026-01-31T12:00:00Z', ServerTime: '2026-01-31T12:00:00Z' },
    })
  })

  test('before its time', async () => {
    expect(await refused(GET_OBJECT, { service: 's3', expiresIn: 60, date: at(901) })).toMatchObject(denied('Request is not yet valid'))
  })
})

describe('keys that were issued here', () => {
  test('a user’s, until it is made inactive', async () => {
    const iam = new IAMClient(engine.client)
    await iam.send(new CreateUserCommand({ UserName: 'ada' }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ada' }))
    const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! }
    const sts = new STSClient({ ...engine.client, credentials })
    expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toBe('arn:aws:iam::000000000000:user/ada')
    // A lasting key has no session token, and one that is sent beside it is not its own.
    const withToken = { ...credentials, sessionToken: 'token' }
    expect(await refused(GET_OBJECT, { service: 's3', credentials: withToken })).toMatchObject({
      ...{ status: 400, Code: 'InvalidToken', Message: 'The provided token is malformed or otherwise invalid.', 'Token-0': 'token' },
    })
    expect(await refused(IDENTITY, { service: 'sts', credentials: withToken })).toMatchObject({ status: 403, Code: 'InvalidClientTokenId' })
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'ada', AccessKeyId: credentials.accessKeyId, Status: 'Inactive' }))
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'InvalidClientTokenId' })
    await iam.send(new UpdateAccessKeyCommand({ UserName: 'ada', AccessKeyId: credentials.accessKeyId, Status: 'Active' }))
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('000000000000')
  })

  test('a session’s, with its own token and until it expires', async () => {
    const clock = manualClock(NOW)
    await using own = await createTestEngine({ clock })
    const { Credentials } = await new STSClient(own.client).send(new GetSessionTokenCommand({ DurationSeconds: 900 }))
    const credentials = { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretAccessKey!, sessionToken: Credentials!.SessionToken! }
    const ask = async (sent: Partial<Sent>, service: string, given: Signer['credentials'] = credentials) =>
      errorOf(await send(own.port, await signed(sent, { service, credentials: given!, date: new Date(clock.now()) }, own.port)))
    const { sessionToken: token, ...withoutToken } = credentials
    const otherToken = { ...withoutToken, sessionToken: `${token.slice(0, -1)}!` }
    expect((await ask(IDENTITY, 'sts')).status).toBe(200)
    expect(await ask(IDENTITY, 'sts', withoutToken)).toMatchObject({ status: 403, Code: 'InvalidClientTokenId' })
    expect(await ask(LIST_STREAMS, 'kinesis', otherToken)).toMatchObject({ status: 400, Code: 'UnrecognizedClientException' })
    expect(await ask(GET_OBJECT, 's3', withoutToken)).toMatchObject({ status: 403, Code: 'InvalidAccessKeyId' })
    expect(await ask(GET_OBJECT, 's3', otherToken)).toMatchObject({ status: 400, Code: 'InvalidToken' })
    await clock.advance(900_000)
    const expired = 'The security token included in the request is expired'
    expect(await ask(IDENTITY, 'sts')).toMatchObject({ status: 403, Code: 'ExpiredToken', Message: expired })
    expect(await ask(LIST_STREAMS, 'kinesis')).toMatchObject({ status: 400, Code: 'ExpiredTokenException', Message: expired })
    expect(await ask(LIST_FUNCTIONS, 'lambda')).toMatchObject({ status: 403, Code: 'ExpiredTokenException', Message: expired })
    expect(await ask(GET_OBJECT, 's3')).toMatchObject({ status: 400, Code: 'ExpiredToken', Message: 'The provided token has expired.', 'Token-0': token })
  })
})

test('a refusal is in the journal, in nobody’s name', async () => {
  await refused(LIST_STREAMS, { service: 'kinesis', credentials: { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' } })
  expect(engine.host.journal.entries().at(-1)).toMatchObject({
    ...{ service: 'kinesis', operation: 'ListStreams', principal: 'anonymous', status: 400, error: 'UnrecognizedClientException' },
  })
})

test('without a signature one is nobody, and Cognito and S3 decide by themselves', async () => {
  const target = 'AWSCognitoIdentityProviderService.InitiateAuth'
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' }
  const answer = await send(engine.port, { method: 'POST', path: '/', query: {}, headers, body: '{}' })
  expect(errorOf(answer)['Code']).toBe('InvalidParameterException')
})

test('with signatures off any key is taken for what it says', async () => {
  const off = await startEmulator({ port: 0, signatures: 'off' })
  try {
    const credentials = { accessKeyId: 'AKIANOBODY', secretAccessKey: 'x' }
    const sent = await signed(IDENTITY, { service: 'sts', credentials, date: new Date(0) }, off.port)
    expect(await send(off.port, sent)).toMatchObject({ status: 200, body: expect.stringContaining('<Arn>arn:aws:iam::000000000000:root</Arn>') as string })
  } finally {
    await off.stop()
  }
})
