import { EventStreamCodec } from '@smithy/core/event-streams'
import { fromUtf8, toUtf8 } from '@smithy/core/serde'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AwsError } from '../kernel/errors.ts'
import { encodeMessage, eventStreamBody, type EventCodec } from './event-stream.ts'
import type { Member, Shape } from './shape.ts'

const codec = new EventStreamCodec(toUtf8, fromUtf8)
const shape = (name: string, members: Member[] = []): Shape => ({
  kind: 'struct', name, traits: {}, members, byName: new Map(members.map((member) => [member.name, member])), required: [],
})
const union = shape('Events', [{ name: 'Said', traits: {}, shape: shape('Said') }, { name: 'Gone', traits: {}, shape: shape('Gone') }])
const json: EventCodec = { contentType: 'application/json', write: (value) => Buffer.from(JSON.stringify(value)) }

/** Messages of a whole body, as the SDK reads them. */
async function readAll(events: AsyncIterable<object>) {
  let bytes = Buffer.concat(await eventStreamBody(events, union, json).toArray())
  const found = []
  while (bytes.length > 0) {
    const length = bytes.readUInt32BE(0)
    const { headers, body } = codec.decode(bytes.subarray(0, length))
    found.push({ ...Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value])), body: toUtf8(body) })
    bytes = bytes.subarray(length)
  }
  return found
}

test('the SDK reads every message as it was written', () => {
  // The reader keeps headers in a plain object, which cannot hold a member of that name.
  const name = fc.string({ minLength: 1, maxLength: 40 }).filter((text) => text !== '__proto__')
  fc.assert(
    fc.property(fc.dictionary(name, fc.string({ maxLength: 300 }), { maxKeys: 5 }), fc.uint8Array({ maxLength: 5000 }), (headers, body) => {
      const read = codec.decode(encodeMessage(headers, body))
      expect(Buffer.from(read.body).equals(Buffer.from(body))).toBe(true)
      expect(Object.fromEntries(Object.entries(read.headers).map(([name, { type, value }]) => [name, type === 'string' ? value : type]))).toEqual({ ...headers })
    }),
  )
})

test('the first message tells of success, events follow by name, and an error is the last', async () => {
  const said = (text: string) => ({ Said: { text } })
  async function* events(failure: Error) {
    yield said('a')
    yield said('b')
    throw failure
  }
  const content = { ':content-type': 'application/json', ':message-type': 'event' }
  const before = [
    { ...content, ':event-type': 'initial-response', body: '{}' },
    { ...content, ':event-type': 'Said', body: '{"text":"a"}' },
    { ...content, ':event-type': 'Said', body: '{"text":"b"}' },
  ]
  expect(await readAll(events(new AwsError('Gone', 'It is.')))).toEqual([
    ...before,
    { ':exception-type': 'Gone', ':content-type': 'application/json', ':message-type': 'exception', body: '{"message":"It is."}' },
  ])
  expect(await readAll(events(new AwsError('Unforeseen', 'It was not.')))).toEqual([
    ...before,
    { ':error-code': 'Unforeseen', ':error-message': 'It was not.', ':message-type': 'error', body: '' },
  ])
  await expect(readAll(events(new Error('our own')))).rejects.toThrow('our own')
})

test('who stops reading ends the events, also while they are being waited for', async () => {
  let ended = false
  const never: AsyncIterable<object> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise<never>(() => {}),
      return() {
        ended = true
        return Promise.resolve({ done: true as const, value: undefined })
      },
    }),
  }
  const body = eventStreamBody(never, union, json)
  body.resume()
  await new Promise((resolve) => body.once('data', resolve))
  body.destroy()
  await new Promise((resolve) => body.once('close', resolve))
  expect(ended).toBe(true)
})
