import { afterEach, expect, test, vi } from 'vitest'
import { manualClock, systemClock } from './clock.ts'

afterEach(() => vi.useRealTimers())

test('a manual clock runs what falls due, in order of time, at its own time', async () => {
  const clock = manualClock(1000)
  const ran: [string, number][] = []
  const note = (name: string) => () => void ran.push([name, clock.now()])
  clock.after(30, note('late'))
  clock.after(10, note('early'))
  clock.after(100, note('not yet'))
  await clock.advance(50)
  expect(ran).toEqual([['early', 1010], ['late', 1030]])
  expect(clock.now()).toBe(1050)
  await clock.advance(50)
  expect(ran.at(-1)).toEqual(['not yet', 1100])
})

test('timers that timers set run in the same advance', async () => {
  const clock = manualClock(0)
  const ticks: number[] = []
  const tick = () => {
    ticks.push(clock.now())
    clock.after(10, tick)
  }
  clock.after(10, tick)
  await clock.advance(35)
  expect(ticks).toEqual([10, 20, 30])
})

test('a cancelled timer does not run', async () => {
  const clock = manualClock(0)
  let ran = false
  clock.after(5, () => (ran = true))()
  await clock.advance(10)
  expect(ran).toBe(false)
})

test('sleep ends when its time comes, or at once when it is aborted', async () => {
  const clock = manualClock(0)
  const ended: string[] = []
  const abort = new AbortController()
  void clock.sleep(20).then(() => ended.push('slept'))
  const aborted = clock.sleep(20, abort.signal).then(() => ended.push('aborted'))
  abort.abort()
  await aborted
  expect(ended).toEqual(['aborted'])
  await clock.advance(20)
  expect(ended).toEqual(['aborted', 'slept'])
  await clock.sleep(1_000_000, abort.signal)
})

test('the system clock waits longer than one timer of the machine can', async () => {
  vi.useFakeTimers()
  const days = (n: number) => n * 86_400_000
  let ran = false
  systemClock().after(days(60), () => (ran = true))
  await vi.advanceTimersByTimeAsync(days(59))
  expect(ran).toBe(false)
  await vi.advanceTimersByTimeAsync(days(1))
  expect(ran).toBe(true)
})
