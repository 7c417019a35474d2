import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { manualClock } from '../clock.ts'
import { rememberCredential } from '../credentials.ts'
import { Store } from '../store.ts'
import { verifyFormPolicy, type SignedForm } from './form-policy.ts'

const settings = { defaultRegion: 'us-east-1', defaultAccount: '000000000000' }
const host = { store: new Store(), settings, clock: manualClock(Date.UTC(2015, 11, 29)) }
const policy = Buffer.from('{"expiration":"2015-12-30T12:00:00.000Z","conditions":[]}').toString('base64')
const scope = ['20151229', 'eu-west-1', 's3', 'aws4_request']
const key = scope.reduce<string | Buffer>((from, text) => createHmac('sha256', from).update(text).digest(), 'AWS4test')

const form: SignedForm = {
  policy,
  'x-amz-algorithm': 'AWS4-HMAC-SHA256',
  'x-amz-credential': `123456789012/${scope.join('/')}`,
  'x-amz-date': '20151229T000000Z',
  'x-amz-signature': createHmac('sha256', key).update(policy).digest('hex'),
}
const oldForm: SignedForm = { policy, AWSAccessKeyId: 'test', signature: createHmac('sha1', 'test').update(policy).digest('base64') }

test('a form is its signer’s', () => {
  expect(verifyFormPolicy(form, host)).toMatchObject({ region: 'eu-west-1', principal: { type: 'root', account: '123456789012' } })
  expect(verifyFormPolicy(oldForm, host)).toMatchObject({ region: 'us-east-1', principal: { type: 'root', account: '000000000000' } })
})

// "Authenticating Requests in Browser-Based Uploads Using POST" of the S3 API Reference; the texts for malformed fields are unverified.
test.each<[string, SignedForm, object]>([
  ['another policy', { ...form, policy: `${policy}=` }, { code: 'SignatureDoesNotMatch', status: 403 }],
  ['another policy in an old form', { ...oldForm, policy: `${policy}=` }, { code: 'SignatureDoesNotMatch', status: 403 }],
  ['a key of nobody', { ...form, 'x-amz-credential': `AKIANOBODY/${scope.join('/')}` }, { code: 'InvalidAccessKeyId', status: 403 }],
  ['a key of nobody in an old form', { ...oldForm, AWSAccessKeyId: 'AKIANOBODY' }, { code: 'InvalidAccessKeyId', status: 403 }],
  ['no signature', { ...form, 'x-amz-signature': undefined }, { code: 'InvalidArgument', members: { ArgumentName: 'x-amz-signature', ArgumentValue: '' } }],
  ['another region', { ...form, 'x-amz-credential': form['x-amz-credential']!.replace('eu', 'us') }, { code: 'SignatureDoesNotMatch' }],
  ['another day', { ...form, 'x-amz-date': '20151230T000000Z' }, { code: 'InvalidArgument' }],
  ['a credential of four members', { ...form, 'x-amz-credential': 'test/20151229/s3/aws4_request' }, { code: 'InvalidArgument' }],
  ['another algorithm', { ...form, 'x-amz-algorithm': 'AWS4-ECDSA-P256-SHA256' }, { code: 'InvalidArgument' }],
])('%s', (_what, given, refusal) => {
  expect(() => verifyFormPolicy(given, host)).toThrow(expect.objectContaining(refusal))
})

test('a session needs its token', () => {
  const principal = { type: 'user' as const, account: '111111111111', arn: 'arn:aws:iam::111111111111:user/u', userId: 'AIDA' }
  rememberCredential(host, { accessKeyId: 'ASIA', secretAccessKey: 'test', sessionToken: 'token', principal })
  const given = { ...form, 'x-amz-credential': `ASIA/${scope.join('/')}` }
  expect(() => verifyFormPolicy(given, host)).toThrow(expect.objectContaining({ code: 'InvalidAccessKeyId' }))
  expect(() => verifyFormPolicy({ ...given, 'x-amz-security-token': 'other' }, host)).toThrow(expect.objectContaining({ code: 'InvalidToken' }))
  expect(verifyFormPolicy({ ...given, 'x-amz-security-token': 'token' }, host).principal.arn).toBe(principal.arn)
})
