import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { Settings } from './context.ts'
import { rememberCredential } from './credentials.ts'
import type { HttpRequest } from './http.ts'
import { identifyCaller, identifyService, readSignature } from './identify.ts'
import type { CatalogEntry } from './service.ts'
import { Store } from './store.ts'

const load = () => Promise.reject(new Error('no service is loaded to recognise a request'))
const CATALOG: readonly CatalogEntry[] = [
  { name: 'apigateway', signingNames: ['apigateway', 'execute-api'], claims: ({ host }) => host.includes('.execute-api.'), load },
  { name: 'kinesis', signingNames: ['kinesis'], targetPrefixes: ['Kinesis_20131202'], load },
  { name: 'cognito', signingNames: ['cognito-idp'], targetPrefixes: ['AWSCognitoIdentityProviderService'], load },
  { name: 'sts', signingNames: ['sts'], queryVersion: '2011-06-15', load },
  { name: 's3', signingNames: ['s3'], load },
]
const settings: Settings = { endpoint: '', defaultRegion: 'us-east-1', defaultAccount: '000000000000', workDirectory: '', signatures: 'verify', iam: 'enforce', limits: 'off', log: () => {} }

interface Sent {
  readonly method?: string
  readonly path?: string
  readonly query?: string
  readonly headers?: Record<string, string>
  readonly body?: string
  readonly host?: string
}

function request({ method = 'GET', path = '/', query = '', headers = {}, body = '', host = 'localhost' }: Sent): HttpRequest {
  return {
    method, path, headers, host,
    rawQuery: query,
    query: new URLSearchParams(query),
    rawHeaders: [],
    remoteAddress: '127.0.0.1',
    httpVersion: '1.1',
    body: Readable.from([]),
    bytes: () => Promise.resolve(Buffer.from(body)),
  }
}

const signed = (scope: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=${scope}/aws4_request, SignedHeaders=host, Signature=00`,
})
const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }

const TABLE: readonly [what: string, sent: Sent, service: string, account: string, region: string][] = [
  ['signed', { headers: signed('test/20260101/eu-west-1/kinesis') }, 'kinesis', '000000000000', 'eu-west-1'],
  ['signed with an account id as key', { headers: signed('123456789012/20260101/us-east-1/s3') }, 's3', '123456789012', 'us-east-1'],
  ['signed with thirteen digits', { headers: signed('1234567890123/20260101/us-east-1/s3') }, 's3', '000000000000', 'us-east-1'],
  ['signed for a service we lack', { headers: signed('test/20260101/us-east-1/dynamodb') }, 'dynamodb', '000000000000', 'us-east-1'],
  ['signed by another name of a service', { headers: signed('test/20260101/us-east-1/execute-api') }, 'apigateway', '000000000000', 'us-east-1'],
  ['presigned', { query: 'X-Amz-Credential=123456789012%2F20260101%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Signature=0' }, 's3', '123456789012', 'eu-west-1'],
  ['presigned the old way', { query: 'AWSAccessKeyId=123456789012&Signature=x&Expires=1' }, 's3', '123456789012', 'us-east-1'],
  ['signed the old way', { headers: { authorization: 'AWS 123456789012:c2ln' } }, 's3', '123456789012', 'us-east-1'],
  ['unsigned with a target', { method: 'POST', headers: { 'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth' } }, 'cognito', '000000000000', 'us-east-1'],
  ['unsigned form', { method: 'POST', headers: form, body: 'Action=AssumeRoleWithWebIdentity&Version=2011-06-15' }, 'sts', '000000000000', 'us-east-1'],
  ['unsigned form of nobody’s version', { method: 'POST', headers: form, body: 'Action=X&Version=1999-01-01' }, 's3', '000000000000', 'us-east-1'],
  ['claimed by host', { path: '/uploads', host: 'abc.execute-api.localhost' }, 'apigateway', '000000000000', 'us-east-1'],
  ['a bearer token is no signature', { path: '/x', headers: { authorization: 'Bearer eyJ' }, host: 'abc.execute-api.localhost' }, 'apigateway', '000000000000', 'us-east-1'],
  ['anything else', { path: '/bucket/key' }, 's3', '000000000000', 'us-east-1'],
]

test.for(TABLE)('%s', async ([, sent, service, account, region]) => {
  const signature = readSignature(request(sent))
  expect(await identifyService(request(sent), signature, CATALOG, 's3')).toBe(service)
  const caller = identifyCaller(signature, new Store(), settings)
  expect([caller.principal.account, caller.region]).toEqual([account, region])
  expect(caller.principal.type).toBe(signature ? 'root' : 'anonymous')
})

test('a key that was issued here is its owner’s', () => {
  const store = new Store()
  const principal = { type: 'user' as const, account: '111111111111', arn: 'arn:aws:iam::111111111111:user/u', userId: 'AIDA' }
  rememberCredential({ store }, { accessKeyId: 'AKIAX', secretAccessKey: 's', principal })
  const caller = identifyCaller({ accessKeyId: 'AKIAX' }, store, settings)
  expect(caller).toEqual({ principal: { ...principal, accessKeyId: 'AKIAX' }, region: 'us-east-1' })
})
