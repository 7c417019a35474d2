import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatTimestamp, httpDate, parseTimestamp } from './scalars.ts'

test('times come back to the millisecond from every form that has them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (time) => {
      const date = new Date(time)
      for (const format of ['epoch-seconds', 'date-time'] as const)
        expect(parseTimestamp(formatTimestamp(date, format), format).getTime()).toBe(time)
      expect(parseTimestamp(String(time / 1000), 'epoch-seconds').getTime()).toBe(time)
      expect(parseTimestamp(httpDate(date), 'http-date').getTime()).toBe(Math.floor(time / 1000) * 1000)
    }),
  )
})

test('http-date is as RFC 9110 writes it', () => {
  expect(httpDate(new Date(784_111_777_000))).toBe('Sun, 06 Nov 1994 08:49:37 GMT')
})

test('an ISO date is taken where seconds are usual', () => {
  expect(parseTimestamp('2016-04-04T19:58:46.480-00:00', 'epoch-seconds').getTime()).toBe(1_459_799_926_480)
})

test.each(['', ' ', 'yesterday', true, null, {}])('%j is no timestamp', (value) => {
  expect(() => parseTimestamp(value, 'epoch-seconds')).toThrow('is no timestamp')
})

test('timestamps are what the language itself makes of them, also when many of one day come in a row', () => {
  const days = fc.array(fc.tuple(fc.constantFrom(0, -1, 19_000, 20_000, 8_000_000), fc.integer({ min: 0, max: 86_399_999 })), { maxLength: 20 })
  fc.assert(
    fc.property(days, (times) => {
      const dates = times.map(([day, ms]) => new Date(day * 86_400_000 + ms))
      expect(dates.map((date) => formatTimestamp(date, 'date-time'))).toEqual(dates.map((date) => date.toISOString()))
      const known = dates.filter((date) => date.getUTCFullYear() < 10_000)
      expect(known.map(httpDate)).toEqual(known.map((date) => date.toUTCString()))
    }),
  )
})
