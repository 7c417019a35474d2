import { expect, test } from 'vitest'
import { Signals } from './signals.ts'

const isSettled = async (promise: Promise<void>) => {
  let settled = false
  void promise.then(() => (settled = true))
  await new Promise((resolve) => setImmediate(resolve))
  return settled
}

test('a waiter sleeps until its own topic is notified', async () => {
  const signals = new Signals()
  const waiting = signals.changed('a', signals.version('a'))
  signals.notify('b')
  expect(await isSettled(waiting)).toBe(false)
  signals.notify('a')
  expect(await isSettled(waiting)).toBe(true)
})

test('a change between looking and waiting is not missed', async () => {
  const signals = new Signals()
  const seen = signals.version('a')
  signals.notify('a')
  expect(await isSettled(signals.changed('a', seen))).toBe(true)
  expect(await isSettled(signals.changed('a', signals.version('a')))).toBe(false)
})

test('one notification wakes all that wait, once', async () => {
  const signals = new Signals()
  const waiting = [0, 1, 2].map(() => signals.changed('a', signals.version('a')))
  signals.notify('a')
  expect(await Promise.all(waiting.map(isSettled))).toEqual([true, true, true])
})

test('an aborted wait ends, and takes nobody else with it', async () => {
  const signals = new Signals()
  const abort = new AbortController()
  const aborted = signals.changed('a', 0, abort.signal)
  const other = signals.changed('a', 0)
  abort.abort()
  expect(await isSettled(aborted)).toBe(true)
  expect(await isSettled(other)).toBe(false)
  signals.notify('a')
  expect(await isSettled(other)).toBe(true)
  expect(await isSettled(signals.changed('a', signals.version('a'), abort.signal))).toBe(true)
})

test('a consumer that loops over looking and waiting sees every item of a busy producer', async () => {
  const signals = new Signals()
  const queue: number[] = []
  const seen: number[] = []
  const consumer = (async () => {
    while (seen.length < 500) {
      const version = signals.version('queue')
      seen.push(...queue.splice(0))
      if (seen.length < 500) await signals.changed('queue', version)
    }
  })()
  for (let n = 0; n < 500; n++) {
    queue.push(n)
    signals.notify('queue')
    if (n % 7 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await consumer
  expect(seen).toEqual([...Array(500).keys()])
})
