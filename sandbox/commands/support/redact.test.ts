import { expect, test } from 'vitest'
import { redact, redactValue, secretsIn } from './redact.ts'

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl'

test.each([
  [`token ${JWT} was refused`, 'token [redacted] was refused'],
  ['authorization: Bearer abcdefgh.ijk', 'authorization: Bearer [redacted]'],
  ['GET /k?X-Amz-Credential=AKIA%2F2024&X-Amz-Signature=0123456789abcdef01&x=1', 'GET /k?X-Amz-Credential=[redacted]&X-Amz-Signature=[redacted]&x=1'],
  ['password=hunter2 next', 'password=[redacted] next'],
  ['{"Password":"hunter2","n":1}', '{"Password":"[redacted]","n":1}'],
  ['DB_PASSWORD: "correct horse', 'DB_PASSWORD: "[redacted] horse'],
  ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----', '[redacted]'],
  ['the token expires in 3600 s', 'the token expires in 3600 s'],
  ['uploads/a.txt, 12 B, arn:aws:iam::000000000000:role/x', 'uploads/a.txt, 12 B, arn:aws:iam::000000000000:role/x'],
])('%s', (text, expected) => {
  expect(redact(text)).toBe(expected)
})

test('what is known to be secret goes wherever it is', () => {
  expect(redact('called with s3cr3t-value twice: s3cr3t-value', ['s3cr3t-value'])).toBe('called with [redacted] twice: [redacted]')
  expect(secretsIn({ GITHUB_TOKEN: 'ghp_123456', PATH: '/usr/bin', MY_SECRET: 'abc', DEPLOY_PASSWORD: 'long enough' })).toEqual(['ghp_123456', 'long enough'])
})

test('data lose the members that are secret by name, and keep their form', () => {
  const data = { AccessToken: 'a', list: [{ password: 'b', key: 'k' }], NextToken: 'c', tokens: { count: 3 }, note: `Bearer ${JWT}`, none: null }
  expect(redactValue(data)).toEqual({ AccessToken: '[redacted]', list: [{ password: '[redacted]', key: 'k' }], NextToken: 'c', tokens: { count: 3 }, note: 'Bearer [redacted]', none: null })
})
