import { expect, test } from 'vitest'
import { idsOfCall } from './call-ids.ts'
import { rootPrincipal } from './context.ts'
import { createIds, type Ids } from './ids.ts'

const caller = (account: string, region = 'us-east-1') => ({ principal: rootPrincipal(account), region })
const drawn = (ids: Ids, input: object, who = caller('000000000000'), endpoint = 'http://127.0.0.1:1') => idsOfCall(ids, who, { name: 's3.PutObject', input, endpoint }).uuid()
const alone = (input: object, who?: ReturnType<typeof caller>, endpoint?: string) => drawn(createIds('seed'), input, who, endpoint)

test('calls get the same ids, whichever is first, and each of those that say the same gets its own', () => {
  const [ids, turned] = [createIds('seed'), createIds('seed')]
  const [a, b, again] = [drawn(ids, { Key: 'a' }), drawn(ids, { Key: 'b' }), drawn(ids, { Key: 'a' })]
  expect([drawn(turned, { Key: 'b' }), drawn(turned, { Key: 'a' }), drawn(turned, { Key: 'a' })]).toEqual([b, a, again])
  expect(new Set([a, b, again]).size).toBe(3)
})

test('who calls, and where, makes others', () => {
  const all = [alone({ Key: 'a' }), alone({ Key: 'a' }, caller('111111111111')), alone({ Key: 'a' }, caller('000000000000', 'eu-west-1')), alone({ Key: 'a', n: 1 }), alone({ Key: 'a', n: 2 }), alone({ Key: 'a', deep: { list: ['x'] } })]
  expect(new Set(all).size).toBe(all.length)
})

test.each<[string, object, object]>([
  ['idempotency tokens', { t: `x-${crypto.randomUUID()}` }, { t: `x-${crypto.randomUUID()}` }],
  ['times', { at: new Date(1), ms: 1_700_000_000_000 }, { at: new Date(2), ms: 1_700_000_000_001 }],
  ['bodies', { Body: Buffer.from('a'), long: 'a'.repeat(200) }, { Body: Buffer.from('b'), long: 'b'.repeat(200) }],
])('%s make no difference', (_what, one, other) => expect(alone(one)).toBe(alone(other)))

test('nor does the address that the engine has got', () => {
  const at = (address: string) => alone({ url: `${address}/x` }, undefined, address)
  expect(at('http://127.0.0.1:1')).toBe(at('http://127.0.0.1:22222'))
})

test('without a seed they are the engine\'s own', () => {
  const ids = createIds()
  expect(idsOfCall(ids, caller('000000000000'), { name: 'x', input: {}, endpoint: '' })).toBe(ids)
})
