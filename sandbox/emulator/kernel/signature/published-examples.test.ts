import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { manualClock } from '../clock.ts'
import { rememberCredential } from '../credentials.ts'
import type { HttpRequest } from '../http.ts'
import { Store } from '../store.ts'
import { canonicalPath, canonicalQuery } from './canonical.ts'
import { ChunkSignatures } from './chunks.ts'
import { parseTimestamp } from './claim.ts'
import { SigningKeys } from './signing-key.ts'
import { signatureStyle, type SignatureStyleName } from './styles.ts'
import { verifySignature } from './verify.ts'

// Requests and signatures as AWS prints them, with the keys that AWS prints beside them.
const S3_KEY = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }
const SUITE_KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' }
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

interface Example {
  readonly method?: string
  readonly target: string
  readonly headers: Record<string, string>
  readonly body?: string
  readonly signature: string
  readonly signedHeaders: string
}

const load = () => Promise.reject(new Error('nothing is loaded to verify a signature'))

async function verify(style: SignatureStyleName, service: string, at: string, request: HttpRequest) {
  const store = new Store()
  const principal = { type: 'user' as const, account: '111111111111', arn: 'arn:aws:iam::111111111111:user/u', userId: 'AIDA' }
  for (const key of [S3_KEY, SUITE_KEY]) rememberCredential({ store }, { ...key, principal })
  const settings = { defaultRegion: 'us-east-1', defaultAccount: '000000000000' }
  const host = { store, settings, clock: manualClock(parseTimestamp(at)!) }
  return verifySignature(request, { name: service, signingNames: [service], load }, signatureStyle(style), host, new SigningKeys())
}

function requestOf({ method = 'GET', target, headers, body = '' }: Omit<Example, 'signature' | 'signedHeaders'>): HttpRequest {
  const [path = '', rawQuery = ''] = target.split('?')
  return {
    ...{ method, path, rawQuery, headers, query: new URLSearchParams(rawQuery), rawHeaders: Object.entries(headers).flat() },
    ...{ host: headers['host']!, remoteAddress: '127.0.0.1', httpVersion: '1.1', body: Readable.from([]) },
    bytes: () => Promise.resolve(Buffer.from(body)),
  }
}

function withHeader(example: Example, accessKeyId: string, scope: string): HttpRequest {
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}/aws4_request, SignedHeaders=${example.signedHeaders}, Signature=${example.signature}`
  return requestOf({ ...example, headers: { ...example.headers, authorization } })
}

const s3 = { host: 'examplebucket.s3.amazonaws.com', 'x-amz-date': '20130524T000000Z', 'x-amz-content-sha256': EMPTY }

// S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".
const S3_EXAMPLES: readonly [name: string, example: Example][] = [
  ['GET Object', {
    target: '/test.txt',
    headers: { ...s3, range: 'bytes=0-9' },
    signedHeaders: 'host;range;x-amz-content-sha256;x-amz-date',
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  }],
  ['PUT Object', {
    method: 'PUT',
    target: '/test$file.text',
    headers: {
      ...s3,
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
    },
    body: 'Welcome to Amazon S3.',
    signedHeaders: 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  }],
  ['GET Bucket Lifecycle', {
    target: '/?lifecycle',
    headers: s3,
    signedHeaders: 'host;x-amz-content-sha256;x-amz-date',
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  }],
  ['Get Bucket (List Objects)', {
    target: '/?max-keys=2&prefix=J',
    headers: s3,
    signedHeaders: 'host;x-amz-content-sha256;x-amz-date',
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  }],
]

test.each(S3_EXAMPLES)('S3: %s', async (_name, example) => {
  const request = withHeader(example, S3_KEY.accessKeyId, '20130524/us-east-1/s3')
  const verified = await verify('storage', 's3', '20130524T000000Z', request)
  expect(verified).toMatchObject({ caller: { region: 'us-east-1', principal: { arn: 'arn:aws:iam::111111111111:user/u' } } })
  const other = { ...request, method: 'HEAD' }
  await expect(verify('storage', 's3', '20130524T000000Z', other)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
})

// S3 API Reference, "Authenticating Requests: Using Query Parameters".
test('S3: presigned URL', async () => {
  const target =
    '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404'
  const request = requestOf({ target, headers: { host: s3.host } })
  expect(await verify('storage', 's3', '20130524T120000Z', request)).toMatchObject({ signature: { payloadHash: 'UNSIGNED-PAYLOAD' } })
  await expect(verify('storage', 's3', '20130525T000000Z', request)).rejects.toMatchObject({
    message: 'Request has expired',
    members: { 'X-Amz-Expires': 86400, Expires: '2013-05-25T00:00:00Z', ServerTime: '2013-05-25T00:00:00Z' },
  })
})

// S3 API Reference, "Appendix: Authenticating requests (AWS signature version 2)", query string authentication.
test('S3: presigned URL of Signature Version 2', async () => {
  const target = '/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620'
  const request = requestOf({ target, headers: { host: 'johnsmith.s3.amazonaws.com' } })
  expect(await verify('storage', 's3', '20070328T000000Z', request)).toMatchObject({ caller: { principal: { accessKeyId: S3_KEY.accessKeyId } } })
  await expect(verify('storage', 's3', '20070329T034020Z', request)).rejects.toMatchObject({ message: 'Request has expired' })
  const other = requestOf({ target: target.replace('puppy', 'kitty'), headers: { host: 'johnsmith.s3.amazonaws.com' } })
  await expect(verify('storage', 's3', '20070328T000000Z', other)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' })
})

const chunked = {
  ...s3,
  'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
  'x-amz-decoded-content-length': '66560',
  'x-amz-storage-class': 'REDUCED_REDUNDANCY',
  'content-encoding': 'aws-chunked',
}

async function seedOf(example: Example) {
  const verified = await verify('storage', 's3', '20130524T000000Z', withHeader(example, S3_KEY.accessKeyId, '20130524/us-east-1/s3'))
  return verified!.signature!
}

function read(chunks: ChunkSignatures, content: string, signature: string): void {
  chunks.begin(signature)
  // As it comes over the wire, in pieces of any size.
  if (content !== '') for (const piece of [content.slice(0, 10), content.slice(10)]) chunks.update(Buffer.from(piece))
  chunks.end()
}

// S3 API Reference, "… Transferring Payload in Multiple Chunks (Chunked Upload)", example PUT Object.
test('S3: chunked upload', async () => {
  const seed = await seedOf({
    method: 'PUT',
    target: '/examplebucket/chunkObject.txt',
    headers: { ...chunked, host: 's3.amazonaws.com', 'content-length': '66824' },
    signedHeaders: 'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
    signature: '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
  })
  const chunks = new ChunkSignatures(seed)
  read(chunks, 'a'.repeat(65_536), 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648')
  read(chunks, 'a'.repeat(1024), '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497')
  read(chunks, '', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9')
  const changed = new ChunkSignatures(seed)
  expect(() => read(changed, `b${'a'.repeat(65_535)}`, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648')).toThrow(
    expect.objectContaining({ code: 'SignatureDoesNotMatch', status: 403 }),
  )
  const outOfOrder = new ChunkSignatures(seed)
  expect(() => read(outOfOrder, 'a'.repeat(1024), '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497')).toThrow()
  const unsigned = new ChunkSignatures(seed)
  unsigned.begin(undefined)
  expect(() => unsigned.end()).toThrow()
})

// S3 API Reference, "Signature calculations for trailing headers (chunked uploads)", example.
test('S3: chunked upload with a trailer', async () => {
  const seed = await seedOf({
    method: 'PUT',
    target: '/examplebucket/chunkObject.txt',
    headers: { ...chunked, host: 's3.amazonaws.com', 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', 'x-amz-trailer': 'x-amz-checksum-crc32c' },
    signedHeaders: 'content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer',
    signature: '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
  })
  const upToTrailer = () => {
    const chunks = new ChunkSignatures(seed)
    read(chunks, 'a'.repeat(65_536), 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2')
    read(chunks, 'a'.repeat(1024), '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7')
    read(chunks, '', '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992')
    return chunks
  }
  const signature = 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435'
  const trailers = (checksum: string) => new Map([['x-amz-checksum-crc32c', checksum], ['x-amz-trailer-signature', signature]])
  upToTrailer().trailers(trailers('sOO8/Q=='))
  expect(() => upToTrailer().trailers(trailers('sOO9/Q=='))).toThrow()
  expect(() => upToTrailer().trailers(new Map([['x-amz-checksum-crc32c', 'sOO8/Q==']]))).toThrow()
})

// IAM User Guide, "Create a signed AWS API request", example ListUsers.
test('IAM: ListUsers', async () => {
  const example = {
    target: '/?Action=ListUsers&Version=2010-05-08',
    headers: { host: 'iam.amazonaws.com', 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', 'x-amz-date': '20150830T123600Z' },
    signedHeaders: 'content-type;host;x-amz-date',
    signature: '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  }
  const request = withHeader(example, SUITE_KEY.accessKeyId, '20150830/us-east-1/iam')
  expect(await verify('query', 'iam', '20150830T123600Z', request)).toMatchObject({ caller: { principal: { accessKeyId: 'AKIDEXAMPLE' } } })
})

// "Signature Version 4 test suite".
const SUITE: readonly [name: string, example: Partial<Example>, signature: string][] = [
  ['get-vanilla', {}, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['get-vanilla-query-order-key-case', { target: '/?Param2=value2&Param1=value1' }, 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500'],
  ['get-utf8', { target: '/\u00e1\u0088\u00b4' }, '8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85'],
  ['get-space', { target: '/example%20space/'.replace('%20', ' ') }, '652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741'],
  ['post-vanilla', { method: 'POST' }, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  ['get-slash-dot-slash', { target: '/./' }, '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  ['get-header-value-trim', { headers: { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' }, signedHeaders: 'host;my-header1;my-header2;x-amz-date' }, 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736'],
]

test.each(SUITE)('test suite: %s', async (_name, example, signature) => {
  const headers = { host: 'example.amazonaws.com', 'x-amz-date': '20150830T123600Z', ...example.headers }
  const whole = { target: '/', signedHeaders: 'host;x-amz-date', ...example, headers, signature }
  const request = withHeader(whole, SUITE_KEY.accessKeyId, '20150830/us-east-1/service')
  expect(await verify('json', 'service', '20150830T123600Z', request)).toBeDefined()
})

test.each([
  ['once', '/a//b/../c', '/a//b/../c'],
  ['once', '/a%2fb%7Ec+d e', '/a/b~c%2Bd%20e'],
  ['once', '/%zz', '/%25zz'],
  ['twice', '/a//b/../c/', '/a/c/'],
  ['twice', '/functions/arn%3Aaws', '/functions/arn%253Aaws'],
  ['twice', '/..', '/'],
] as const)('a path encoded %s: %s', (encoding, path, canonical) => {
  expect(canonicalPath(path, encoding)).toBe(canonical)
})

test.each([
  ['b=2&a=1&a=0', 'a=0&a=1&b=2'],
  ['a-b=1&a=2', 'a=2&a-b=1'],
  ['acl', 'acl='],
  ['q=a+b%20c%2fd&&é=', '%E9=&q=a%20b%20c%2Fd'],
  ['x=1&X-Amz-Signature=00', 'x=1'],
])('the query %s', (query, canonical) => {
  expect(canonicalQuery(query)).toBe(canonical)
})
