import { expect, test } from 'vitest'
import { manualClock } from './clock.ts'
import { Signals } from './signals.ts'
import { Store } from './store.ts'
import { beginWork, forgetWork, settle, workUnderWay } from './work.ts'

const engine = () => ({ store: new Store(), signals: new Signals(), clock: manualClock(0) })

test('nothing under way is settled at once, also without time to wait', async () => {
  expect(await settle(engine(), 0)).toEqual([])
})

test('it waits for all, and for what one leads to', async () => {
  const host = engine()
  const first = beginWork(host, () => 'first')
  let done = false
  const settled = settle(host, 60_000).then((left) => ((done = true), left))
  const second = beginWork(host, () => 'second')
  first()
  await new Promise((resolve) => setImmediate(resolve))
  second()
  const third = beginWork(host, () => 'third')
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(done).toBe(false)
  third()
  expect(await settled).toEqual([])
})

test('when the time is up it says what is left, in the words of the moment', async () => {
  const host = engine()
  let words = 'early'
  beginWork(host, () => words)
  const settled = settle(host, 1000)
  words = 'late'
  await host.clock.advance(1000)
  expect(await settled).toEqual(['late'])
})

test('ending twice is ending once; engines do not see each other', () => {
  const [one, other] = [engine(), engine()]
  const what = () => 'the same'
  const end = beginWork(one, what)
  beginWork(one, what)
  end()
  end()
  expect(workUnderWay(one)).toEqual(['the same'])
  expect(workUnderWay(other)).toEqual([])
})

test('what is forgotten is waited for no longer', async () => {
  const host = engine()
  const end = beginWork(host, () => 'a retry in an hour')
  const settled = settle(host, 60_000)
  forgetWork(host)
  end()
  expect(await settled).toEqual([])
})

test('of one account its own is waited for, and what may be its own, whatever others have under way', async () => {
  const host = engine()
  beginWork(host, () => 'of another', () => 'two')
  expect(await settle(host, 0, 'one')).toEqual([])
  const [own, anybody] = [beginWork(host, () => 'own', 'one'), beginWork(host, () => 'of somebody')]
  expect(await settle(host, 0, 'one')).toEqual(['own', 'of somebody'])
  let done = false
  const settled = settle(host, 60_000, 'one').then((left) => ((done = true), left))
  own()
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  expect(done).toBe(false)
  anybody()
  expect(await settled).toEqual([])
  beginWork(host, () => 'a retry', 'one')
  forgetWork(host, 'one')
  expect(workUnderWay(host)).toEqual(['of another'])
})
