import { expect, test } from 'vitest'
import { Payloads } from './payloads.ts'

const bytes = (size: number) => ({ bytes: Buffer.alloc(size, 7) })

test('the latest are kept, the oldest make room, and what is too large is not kept', () => {
  const payloads = new Payloads({ all_bytes: 10_000, one_bytes: 3000 })
  for (let span = 1; span <= 6; span++) payloads.keep(span, bytes(2000))
  expect([1, 2, 3, 4, 5, 6].filter((span) => payloads.of(span))).toEqual([4, 5, 6])
  payloads.keep(7, bytes(3001))
  expect(payloads.of(7)).toBeUndefined()
  for (let span = 100; span < 200; span++) payloads.keep(span, bytes(0))
  expect([...Array(100).keys()].filter((span) => payloads.of(100 + span)).length).toBeLessThan(20)
})

test('what is deleted makes room', () => {
  const payloads = new Payloads({ all_bytes: 6000, one_bytes: 3000 })
  payloads.keep(1, bytes(2000))
  payloads.keep(2, bytes(2000))
  payloads.delete(1)
  payloads.keep(3, bytes(2000))
  expect([payloads.of(1), payloads.of(2)?.bytes.length, payloads.of(3)?.bytes.length]).toEqual([undefined, 2000, 2000])
})
