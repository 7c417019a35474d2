import { expect, test } from 'vitest'
import { isWorthStarting, type Load } from './scale.ts'

/** Nobody waits and nothing is up, on two processors. */
const REST: Load = { waiting: 0, stalled_ms: 0, ready: 0, coming: 0, starting: 0, usual_ms: undefined, start_ms: 300, processors: 2 }

test.each<[what: string, load: Partial<Load>, isWorth: boolean]>([
  ['nobody waits', {}, false],
  ['the first invocation of all', { waiting: 1 }, true],
  ['the second, at once', { waiting: 2, coming: 1, starting: 1 }, true],
  ['as many start as there are processors', { waiting: 3, coming: 2, starting: 2 }, false],
  ['a processor is left for those that are up', { waiting: 9, ready: 2, coming: 1, starting: 1, usual_ms: 1000 }, false],
  ['an environment is on its way for each', { waiting: 2, coming: 2, starting: 0 }, false],
  ['one that is on its way is late', { waiting: 2, coming: 1, starting: 0 }, true],
  ['more processors than environments', { waiting: 1, ready: 1, usual_ms: 1 }, true],
  ['short invocations that soon have had their turns', { waiting: 30, ready: 4, usual_ms: 10 }, false],
  ['so many that their turns take longer than a start', { waiting: 300, ready: 4, usual_ms: 10 }, true],
  ['so many, where a start takes longer', { waiting: 300, ready: 4, usual_ms: 10, start_ms: 1000 }, false],
  ['invocations that take long', { waiting: 1, ready: 4, usual_ms: 2000 }, true],
  ['a turn that was to come soon and did not', { waiting: 1, stalled_ms: 300, ready: 4, usual_ms: 1 }, true],
])('%s', (_what, load, isWorth) => {
  expect(isWorthStarting({ ...REST, ...load })).toBe(isWorth)
})
