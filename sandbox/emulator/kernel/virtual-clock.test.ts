import fc from 'fast-check'
import { expect, test } from 'vitest'
import { manualClock } from './clock.ts'
import { virtualClock } from './virtual-clock.ts'

const HOUR_MS = 3_600_000

test('runs with the machine until it is moved', async () => {
  const machine = manualClock(1000)
  const clock = virtualClock(machine)
  await machine.advance(50)
  expect([clock.now(), clock.ahead_ms, clock.isFrozen]).toEqual([1050, 0, false])
  await clock.advance(HOUR_MS)
  await machine.advance(50)
  expect([clock.now(), clock.ahead_ms]).toEqual([1100 + HOUR_MS, HOUR_MS])
  clock.reset()
  expect(clock.now()).toBe(1100)
})

test('what falls due on the way runs at its time and in order, also what that leads to', async () => {
  const clock = virtualClock(manualClock(0))
  const ran: [string, number][] = []
  const note = (name: string) => () => void ran.push([name, clock.now()])
  clock.after(30, note('late'))
  clock.after(10, () => {
    note('early')()
    clock.after(5, note('led to'))
  })
  const cancel = clock.after(20, note('cancelled'))
  clock.after(200, note('not yet'))
  cancel()
  await clock.advance(100)
  expect(ran).toEqual([['early', 10], ['led to', 15], ['late', 30]])
  expect(clock.now()).toBe(100)
})

test('standing still it waits for nothing, and going on it takes up where it stood', async () => {
  const machine = manualClock(0)
  const clock = virtualClock(machine)
  const ran: number[] = []
  clock.after(100, () => ran.push(clock.now()))
  await machine.advance(40)
  clock.freeze()
  await machine.advance(500)
  expect([clock.now(), clock.isFrozen, ran]).toEqual([40, true, []])
  clock.resume()
  await machine.advance(59)
  expect(ran).toEqual([])
  await machine.advance(1)
  expect([ran, clock.ahead_ms]).toEqual([[100], -500])
})

test('tells what it showed at a time of the machine', async () => {
  const machine = manualClock(0)
  const clock = virtualClock(machine)
  await machine.advance(100)
  await clock.advance(1000)
  await machine.advance(100)
  clock.freeze()
  await machine.advance(100)
  clock.resume()
  await machine.advance(100)
  expect([0, 50, 99, 100, 150, 200, 250, 300, 350].map((at) => clock.at(at))).toEqual([0, 50, 99, 1100, 1150, 1200, 1200, 1200, 1250])
  expect(clock.at(machine.now())).toBe(clock.now())
})

test('never goes back, whatever is done to it but a reset', async () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 100 }) }),
    fc.record({ kind: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 100 }) }),
    fc.record({ kind: fc.constant('after' as const), ms: fc.integer({ min: 0, max: 300 }) }),
    fc.record({ kind: fc.constantFrom('freeze' as const, 'resume' as const) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const machine = manualClock(0)
      const clock = virtualClock(machine)
      const due: number[] = []
      const ran: number[] = []
      let before = 0
      for (const step of steps) {
        if (step.kind === 'pass') await machine.advance(step.ms)
        else if (step.kind === 'advance') await clock.advance(step.ms)
        else if (step.kind === 'after') {
          const at = clock.now() + step.ms
          due.push(at)
          clock.after(step.ms, () => void ran.push(at))
        } else clock[step.kind]()
        expect(clock.now()).toBeGreaterThanOrEqual(before)
        before = clock.now()
      }
      // What is due at this very moment may be about to run.
      const late = due.filter((at) => at < clock.now()).sort((a, b) => a - b)
      expect(ran.filter((at) => at < clock.now()).sort((a, b) => a - b)).toEqual(late)
      expect(ran.every((at) => at <= clock.now())).toBe(true)
    }),
  )
})
