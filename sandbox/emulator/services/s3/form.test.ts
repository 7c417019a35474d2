import { createHmac } from 'node:crypto'
import { GetObjectCommand, GetObjectTaggingCommand, HeadObjectCommand, CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signedForm, withFile, type FormOptions, type PolicyCondition } from '../../../testing/browser/signed-form.ts'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'
import { errorOf } from '../../../testing/signed.ts'

const Bucket = 'a-bucket'
const ANY_KEY = ['starts-with', '$key', ''] as const

let engine: TestEngine
let s3: S3Client
beforeAll(async () => {
  engine = await createTestEngine()
  s3 = new S3Client(engine.client)
  await s3.send(new CreateBucketCommand({ Bucket }))
})
afterAll(() => engine.stop())

interface Posted {
  readonly status: number
  readonly headers: Record<string, string>
  readonly body: string
}

async function post(body: FormData | string, headers: Record<string, string> = {}): Promise<Posted> {
  const response = await fetch(`${engine.endpoint}/${Bucket}`, { method: 'POST', body, headers, redirect: 'manual' })
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() }
}

/** A form for `Key` whose policy also has `conditions`, and which also has `fields`. */
const form = (Key: string, fields: Record<string, string> = {}, conditions: readonly PolicyCondition[] = [], more: Partial<FormOptions> = {}) =>
  signedForm({ bucket: Bucket, fields: { key: Key, ...fields }, conditions: [ANY_KEY, ...conditions], ...more })

const exactly = (fields: Record<string, string>) => Object.entries(fields).map(([name, value]) => ({ [name]: value }))
const read = async (Key: string) => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body!.transformToString()
const MD5_OF_CONTENT = '"9a0364b9e99bb480dd25e1f0284c8555"'

describe('a signed form', () => {
  test('stores its file and answers with nothing', async () => {
    const { status, headers, body } = await post(withFile(form('up/one'), 'content'))
    expect([status, body]).toEqual([204, ''])
    expect(headers).toMatchObject({
      etag: MD5_OF_CONTENT,
      location: `${engine.endpoint}/${Bucket}/up%2Fone`,
      'x-amz-server-side-encryption': 'AES256',
      'x-amz-checksum-type': 'FULL_OBJECT',
    })
    expect(headers['content-type']).toBeUndefined()
    const stored = await s3.send(new GetObjectCommand({ Bucket, Key: 'up/one' }))
    expect([stored.ContentType, await stored.Body!.transformToString()]).toEqual(['binary/octet-stream', 'content'])
  })

  test('as a document, with the file’s name in its key', async () => {
    const fields = { success_action_status: '201' }
    const { status, headers, body } = await post(withFile(form('é/${filename}', fields, exactly(fields)), 'content', 'C:\\a b&.txt'))
    const location = `${engine.endpoint}/${Bucket}/%C3%A9%2Fa%20b%26.txt`
    expect([status, headers['content-type'], headers['location']]).toEqual([201, 'application/xml', location])
    expect(body).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse><Location>${location}</Location><Bucket>${Bucket}</Bucket><Key>é/a b&amp;.txt</Key><ETag>${MD5_OF_CONTENT.replaceAll('"', '&quot;')}</ETag></PostResponse>`,
    )
    expect(await read('é/a b&.txt')).toBe('content')
  })

  test.each([['200', 200], ['204', 204], ['404', 204], ['', 204]])('with success_action_status %s: %d', async (asked, status) => {
    const fields = { success_action_status: asked }
    expect(await post(withFile(form('status', fields, exactly(fields)), 'content'))).toMatchObject({ status, body: '' })
  })

  test.each([
    ['success_action_redirect', 'http://pages.example/done', 'http://pages.example/done?'],
    ['redirect', 'https://pages.example/done?a=b', 'https://pages.example/done?a=b&'],
  ])('with %s sends the browser elsewhere', async (name, url, start) => {
    const { status, headers, body } = await post(withFile(form('a dir/k', { [name]: url }, [['eq', `$${name}`, url]]), 'content'))
    expect([status, body, headers['location']]).toEqual([303, '', `${start}bucket=${Bucket}&key=a+dir%2Fk&etag=%22${MD5_OF_CONTENT.slice(1, -1)}%22`])
  })

  test('does not send it to what is no address', async () => {
    const fields = { success_action_redirect: '/relative' }
    expect(await post(withFile(form('k', fields, exactly(fields)), 'content'))).toMatchObject({ status: 204 })
  })

  test('says of its object what PutObject’s headers say', async () => {
    const fields = {
      'Content-Type': 'text/plain',
      'Cache-Control': 'no-store',
      Expires: 'Thu, 01 Dec 2033 16:00:00 GMT',
      'x-amz-meta-TEST-2': 'two',
      'x-amz-meta-word': 'ÄÖ',
      'x-amz-storage-class': 'STANDARD_IA',
      acl: 'bucket-owner-full-control',
      tagging: '<Tagging><TagSet><Tag><Key>a b</Key><Value>1+2=3</Value></Tag></TagSet></Tagging>',
    }
    expect(await post(withFile(form('described', fields, exactly(fields)), 'content'))).toMatchObject({ status: 204 })
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'described' }))).toMatchObject({
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      ExpiresString: 'Thu, 01 Dec 2033 16:00:00 GMT',
      Metadata: { 'test-2': 'two', word: '=?UTF-8?B?w4TDlg==?=' },
      StorageClass: 'STANDARD_IA',
    })
    expect((await s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'described' }))).TagSet).toEqual([{ Key: 'a b', Value: '1+2=3' }])
  })

  test('is found by names in any case, and fields of one name are one', async () => {
    const conditions = [{ bUcKeT: Bucket }, ['StArTs-WiTh', '$KeY', 'c'], { 'x-amz-meta-tag': 'Ninja,Stallman' }]
    const fields = form('case', {}, conditions)
    const data = new FormData()
    for (const [name, value] of Object.entries(fields)) data.append(name.toUpperCase(), value)
    data.append('x-amz-meta-tag', 'Ninja')
    data.append('X-Amz-Meta-Tag', 'Stallman')
    data.append('x-ignore-this', 'or that')
    data.append('File', new Blob(['content']), 'f')
    data.append('submit', 'ignored behind the file')
    expect(await post(data)).toMatchObject({ status: 204 })
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'case' }))).Metadata).toEqual({ tag: 'Ninja,Stallman' })
  })

  test('with an empty file', async () => {
    expect(await post(withFile(form('empty'), ''))).toMatchObject({ status: 204 })
    expect(await read('empty')).toBe('')
  })

  test('keeps a file of many chunks that is full of line breaks and dashes', async () => {
    const content = '\r\n--\r\n-'.repeat(500_000)
    expect(await post(withFile(form('large'), content))).toMatchObject({ status: 204 })
    expect((await read('large')) === content).toBe(true)
  })

  test('of Signature Version 2', async () => {
    const expiration = new Date(Date.now() + 60_000).toISOString().replace(/\.\d+/, '')
    const policy = Buffer.from(JSON.stringify({ expiration, conditions: [{ bucket: Bucket }, { key: 'old' }] })).toString('base64')
    const signature = createHmac('sha1', 'test').update(policy).digest('base64')
    expect(await post(withFile({ key: 'old', AWSAccessKeyId: 'test', policy, signature }, 'content'))).toMatchObject({ status: 204 })
    expect(errorOf(await post(withFile({ key: 'old', AWSAccessKeyId: 'test', policy }, 'content')))).toMatchObject({ Code: 'InvalidArgument', ArgumentName: 'Signature' })
  })

  test('is in the journal as what it does', async () => {
    const { headers } = await post(withFile(form('noted'), 'content'))
    const entry = engine.host.journal.entries().at(-1)
    expect(entry).toMatchObject({ service: 's3', operation: 'PutObject', principal: 'arn:aws:iam::000000000000:root', resources: [`arn:aws:s3:::${Bucket}/noted`] })
    expect(entry!.requestId.replaceAll('-', '').toUpperCase()).toContain(headers['x-amz-request-id'])
  })
})

const failed = (...condition: unknown[]) => `Invalid according to Policy: Policy Condition failed: [${condition.map((part) => JSON.stringify(part)).join(', ')}]`
const WRONG_SIGNATURE = 'The request signature we calculated does not match the signature you provided. Check your key and signing method.'
const without = (fields: Record<string, string>, ...names: string[]) => Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
const missing = (name: string) => `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`

// Codes and texts that S3 has answered with; "Browser-based uploads using POST" of the S3 API Reference has the rules.
describe('a form is refused', () => {
  test.each<[string, () => Record<string, string>, object]>([
    ['a condition eq', () => form('bad', { 'x-amz-meta-a': '2' }, [['eq', '$x-amz-meta-a', '1']]), { status: 403, Code: 'AccessDenied', Message: failed('eq', '$x-amz-meta-a', '1') }],
    ['an exact condition', () => form('bad', {}, [{ Key: 'good' }]), { status: 403, Code: 'AccessDenied', Message: failed('eq', '$Key', 'good') }],
    ['a condition starts-with', () => form('bad', {}, [['starts-with', '$key', 'user/"a"']]), { status: 403, Message: failed('starts-with', '$key', 'user/"a"') }],
    ['a condition on another case', () => form('bad', {}, [['starts-with', '$key', 'B']]), { status: 403, Message: failed('starts-with', '$key', 'B') }],
    ['a condition without $', () => form('bad', {}, [['eq', 'key', 'bad']]), { status: 403, Message: failed('eq', 'key', 'bad') }],
    ['a condition on an absent field', () => form('bad', {}, [['starts-with', '$Content-Type', '']]), { status: 403, Message: failed('starts-with', '$Content-Type', '') }],
    ['one of several content types', () => form('bad', { 'Content-Type': 'image/png,text/html' }, [['starts-with', '$Content-Type', 'image/']]), { status: 403, Message: failed('starts-with', '$Content-Type', 'image/') }],
    ['another bucket', () => form('bad', {}, [], { bucket: 'other' }), { status: 403, Message: failed('eq', '$bucket', 'other') }],
    ['a range of no numbers', () => form('bad', {}, [['content-length-range', 'test', '10']]), { status: 403, Message: failed('content-length-range', 'test', '10') }],
    ['a field of no condition', () => form('bad', { 'x-amz-meta-Note': '1' }), { status: 403, Code: 'AccessDenied', Message: 'Invalid according to Policy: Extra input fields: x-amz-meta-Note' }],
    ['an expired policy', () => form('bad', {}, [], { expires_s: -1 }), { status: 403, Code: 'AccessDenied', Message: 'Invalid according to Policy: Policy expired.' }],
    ['two conditions in one', () => form('bad', {}, [{ a: '1', b: '2' }]), { status: 400, Code: 'InvalidPolicyDocument', Message: 'Invalid Policy: Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.' }],
    ['a number for a text', () => form('bad', {}, [{ 'Content-Length': 5 }]), { status: 400, Code: 'InvalidPolicyDocument', Message: 'Invalid Policy: Invalid Simple-Condition: value must be a string.' }],
    ['a range below zero', () => form('bad', {}, [['content-length-range', -1, 5]]), { status: 400, Code: 'InvalidPolicyDocument' }],
    ['a range without an end', () => form('bad', {}, [['content-length-range', 0]]), { status: 400, Code: 'InvalidPolicyDocument' }],
    ['an unknown condition', () => form('bad', {}, [['in', '$key', 'bad']]), { status: 400, Code: 'InvalidPolicyDocument' }],
    ['another secret', () => form('bad', {}, [], { secretAccessKey: 'other' }), { status: 403, Code: 'SignatureDoesNotMatch', Message: WRONG_SIGNATURE, AWSAccessKeyId: 'test' }],
    ['a key of nobody', () => form('bad', {}, [], { accessKeyId: 'AKIANOBODY' }), { status: 403, Code: 'InvalidAccessKeyId', AWSAccessKeyId: 'AKIANOBODY' }],
    ['another region', () => form('bad', {}, [], { region: 'eu-west-1' }), { status: 400, Code: 'InvalidArgument', Message: "the region 'eu-west-1' is wrong; expecting 'us-east-1'", ArgumentName: 'X-Amz-Credential', Region: 'us-east-1' }],
    ['no signature', () => without(form('bad'), 'x-amz-signature'), { status: 400, Code: 'InvalidArgument', Message: missing('X-Amz-Signature'), ArgumentName: 'X-Amz-Signature', ArgumentValue: '' }],
    ['no algorithm', () => without(form('bad'), 'x-amz-algorithm', 'x-amz-credential'), { status: 400, Message: missing('X-Amz-Algorithm') }],
    ['no key', () => without(form('bad'), 'key'), { status: 400, Code: 'InvalidArgument', Message: missing('key'), ArgumentName: 'key', ArgumentValue: '' }],
    ['a policy that nobody signed', () => ({ key: 'bad', policy: form('bad')['policy']! }), { status: 403, Code: 'AccessDenied', Message: 'Access Denied' }],
    ['an account that is not the bucket’s', () => form('bad', {}, [], { accessKeyId: '111111111111' }), { status: 403, Code: 'AccessDenied' }],
    ['tags that are no XML', () => form('bad', { tagging: 'not-xml' }, [['starts-with', '$tagging', '']]), { status: 400, Code: 'MalformedXML' }],
    ['a storage class of nobody', () => form('bad', { 'x-amz-storage-class': 'FakeClass' }, [['starts-with', '$x-amz-storage-class', '']]), { status: 400, Code: 'InvalidStorageClass', StorageClassRequested: 'FakeClass' }],
  ])('%s', async (_what, fields, refusal) => {
    expect(errorOf(await post(withFile(fields(), 'content')))).toMatchObject(refusal)
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'bad' }))).rejects.toMatchObject({ name: 'NotFound' })
  })

  test.each<[string, string, object | undefined]>([
    ['x'.repeat(12), '12 bytes', { status: 400, Code: 'EntityTooLarge', Message: 'Your proposed upload exceeds the maximum allowed size', ProposedSize: '12', MaxSizeAllowed: '10' }],
    ['x', '1 byte', { status: 400, Code: 'EntityTooSmall', Message: 'Your proposed upload is smaller than the minimum allowed size', ProposedSize: '1', MinSizeAllowed: '5' }],
    ['x'.repeat(5), '5 bytes', undefined],
    ['x'.repeat(10), '10 bytes', undefined],
  ])('for its size, of 5 to 10: %#', async (content, what, refusal) => {
    for (const bounds of [[5, 10], ['5', '10']]) {
      const answer = await post(withFile(form(what, {}, [['content-length-range', ...bounds]]), content))
      if (refusal) expect(errorOf(answer)).toMatchObject(refusal)
      else expect(answer.status).toBe(204)
    }
  })

  test('too large a file is read to its end, and nothing is kept', async () => {
    const content = new Uint8Array(3_000_000)
    const answer = await post(withFile(form('huge', {}, [['content-length-range', 0, 2_000_000]]), content))
    expect(errorOf(answer)).toMatchObject({ Code: 'EntityTooLarge', ProposedSize: '3000000' })
    await expect(s3.send(new HeadObjectCommand({ Bucket, Key: 'huge' }))).rejects.toMatchObject({ name: 'NotFound' })
  })

  test('for what is no form', async () => {
    expect(errorOf(await post('a=b', { 'content-type': 'application/x-www-form-urlencoded' }))).toMatchObject({ status: 412, Code: 'PreconditionFailed', Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' })
    expect(errorOf(await post('a=b', { 'content-type': 'multipart/form-data' }))).toMatchObject({ status: 400, Code: 'MalformedPOSTRequest' })
    const type = { 'content-type': 'multipart/form-data; boundary=b' }
    expect(errorOf(await post('no boundary in here', type))).toMatchObject({ status: 400, Code: 'MalformedPOSTRequest' })
    const field = '--b\r\nContent-Disposition: form-data; name="key"\r\n\r\nk\r\n--b'
    expect(errorOf(await post(`${field}--\r\n`, type))).toMatchObject({ status: 400, Code: 'InvalidArgument', ArgumentName: 'file', ArgumentValue: '0' })
    const whole = withFile(form('k'), 'no end')
    const sent = new Response(whole)
    const text = await sent.text()
    expect(errorOf(await post(text.slice(0, text.indexOf('no end') + 3), { 'content-type': sent.headers.get('content-type')! }))).toMatchObject({ status: 400, Code: 'MalformedPOSTRequest' })
  })

  test('for too much before its file', async () => {
    const answer = await post(withFile({ key: 'k', 'x-amz-meta-a': 'x'.repeat(21_000) }, 'content'))
    expect(errorOf(answer)).toMatchObject({ status: 400, Code: 'MaxPostPreDataLengthExceeded', MaxPostPreDataLengthBytes: '20480' })
  })

  test('where there is no bucket', async () => {
    const response = await fetch(`${engine.endpoint}/none`, { method: 'POST', body: withFile(form('k'), 'content') })
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('<Code>NoSuchBucket</Code>')])
  })
})
