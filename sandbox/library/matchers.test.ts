import { expect, test } from 'vitest'
import { SandboxError } from './control.ts'
import { matchers } from './matchers.ts'
import type { Sandbox } from './sandbox.ts'

const failing = (name: string, message: string) => Promise.reject(Object.assign(new Error(message), { name }))
const processing = (text: string | undefined) =>
  ({ processed: async () => (text === undefined ? Promise.reject(new SandboxError('a.txt was not processed within 1 ms.')) : { text }) }) as unknown as Sandbox

test.each([
  ['processed', () => matchers.toHaveProcessed(processing('A'), 'a.txt'), true, /was processed: "A"/],
  ['the wrong text', () => matchers.toHaveProcessed(processing('B'), 'a.txt', 'A'), false, /a\.txt was processed to "B", and not to "A"/],
  ['not processed', () => matchers.toHaveProcessed(processing(undefined), 'a.txt'), false, /not processed within 1 ms/],
  ['refused', () => matchers.toBeRefused(Promise.reject(new Error('a.txt was refused: 401 {"message":"Unauthorized"}')), 401, 'Unauthorized'), true, /refused with 401/],
  ['refused otherwise', () => matchers.toBeRefused(() => Promise.reject(new Error('a.txt was refused: 403 {}')), 401), false, /was refused with 403: \{\}\nIt should have been refused with 401/],
  ['an answer', () => matchers.toBeRefused(new Response('no', { status: 404 })), true, /404: no/],
  ['an answer of ours', () => matchers.toBeRefused(new Response('no', { status: 500 })), false, /with a status from 400 to 499/],
  ['accepted', () => matchers.toBeRefused(Promise.resolve({ key: 'x' })), false, /It was accepted/],
  ['an error', () => matchers.toFailWith(failing('NoSuchKey', 'gone'), 'NoSuchKey', /gone/), true, /NoSuchKey: gone/],
  ['another error', () => matchers.toFailWith(failing('NoSuchKey', 'gone'), 'NoSuchBucket'), false, /failed with NoSuchKey: gone\nIt should have failed with NoSuchBucket/],
  ['no error', () => matchers.toFailWith(Promise.resolve(1), 'NoSuchKey'), false, /The call succeeded/],
  ['denied', () => matchers.toBeDenied(failing('AccessDeniedException', 'not authorized to perform: kinesis:PutRecord'), 'kinesis:PutRecord'), true, /AccessDenied/],
  ['denied for another right', () => matchers.toBeDenied(failing('AccessDenied', 'not authorized to perform: s3:PutObject'), 's3:GetObject'), false, /should have been denied s3:GetObject/],
] as const)('%s', async (_name, match, pass, message) => {
  const found = await match()
  expect(found.pass).toBe(pass)
  expect(found.message()).toMatch(message)
})

test('what is no refusal at all is not taken for one', async () => {
  await expect(matchers.toBeRefused(Promise.reject(new TypeError('fetch failed')))).rejects.toThrow('fetch failed')
})
