import { expect, test } from 'vitest'
import { manualClock } from './clock.ts'
import { emptyDistribution, include, merge, spread } from './distribution.ts'
import { addMetric, addSample, findMetrics, listMetricSources, metricSource } from './metrics.ts'
import { Store } from './store.ts'

const MINUTE_MS = 60_000
const START = Date.UTC(2026, 0, 1)

function scope() {
  return { store: new Store(), account: '000000000000', region: 'us-east-1', clock: manualClock(START) }
}

test('numbers of a minute are one reading, and the next minute begins another', async () => {
  const ctx = scope()
  const note = (value: number) => addMetric(ctx, metricSource(ctx, 'Any/Thing', [['Name', 'a']]), 'Size', 'Bytes', value)
  note(3)
  note(5)
  await ctx.clock.advance(MINUTE_MS)
  note(7)
  const [metric] = findMetrics(ctx, 'Any/Thing', [['Name', 'a']], 'Size')
  expect(metric).toMatchObject({ unit: 'Bytes', latest: START + MINUTE_MS })
  expect([...metric!.minutes]).toEqual([
    [START / 1000, expect.objectContaining({ count: 2, sum: 8, min: 3, max: 5 })],
    [START / 1000 + 60, expect.objectContaining({ count: 1, sum: 7, min: 7, max: 7 })],
  ])
})

test('a source is its dimensions in any order; regions and units are apart', () => {
  const ctx = scope()
  addMetric(ctx, metricSource(ctx, 'N', [['b', '2'], ['a', '1']]), 'M', 'Count', 1)
  addMetric(ctx, metricSource(ctx, 'N', [['a', '1'], ['b', '2']]), 'M', 'None', 1)
  expect(findMetrics(ctx, 'N', [['b', '2'], ['a', '1']], 'M').map(({ unit }) => unit)).toEqual(['Count', 'None'])
  expect(findMetrics(ctx, 'N', [['a', '1']], 'M')).toEqual([])
  expect(findMetrics({ ...ctx, region: 'eu-west-1' }, 'N', [['a', '1'], ['b', '2']], 'M')).toEqual([])
})

test('clearing the store forgets all of it', () => {
  const ctx = scope()
  addMetric(ctx, metricSource(ctx, 'N', []), 'M', 'Count', 1)
  ctx.store.clear()
  expect([...listMetricSources(ctx)]).toEqual([])
})

test('a minute is kept for 15 days, a second for 3 hours', async () => {
  const ctx = scope()
  const note = () =>
    addSample(ctx, metricSource(ctx, 'N', []), { name: 'M', unit: 'None', at: ctx.clock.now(), resolution_s: 1, values: [[1, 1]] })
  const kept = () => findMetrics(ctx, 'N', [], 'M').map(({ seconds, minutes }) => [seconds.size, minutes.size])[0]
  note()
  await ctx.clock.advance(2 * 60 * MINUTE_MS)
  note()
  expect(kept()).toEqual([2, 2])
  await ctx.clock.advance(2 * 60 * MINUTE_MS)
  note()
  expect(kept()).toEqual([2, 3])
  await ctx.clock.advance(15 * 24 * 60 * MINUTE_MS)
  note()
  expect(kept()).toEqual([1, 2])
})

test('where there is too much, the source that has been silent for longest goes first', async () => {
  const ctx = scope()
  addMetric(ctx, metricSource(ctx, 'Busy', []), 'M', 'Count', 1)
  addMetric(ctx, metricSource(ctx, 'Old', []), 'M', 'Count', 1)
  await ctx.clock.advance(MINUTE_MS)
  addMetric(ctx, metricSource(ctx, 'Busy', []), 'M', 'Count', 1)
  const put = (thing: number) => {
    const values = Array.from({ length: 120 }, (_, value) => [value, 1] as const)
    const source = metricSource(ctx, 'New', [['Thing', `${thing}`]])
    addSample(ctx, source, { name: 'M', unit: 'None', at: ctx.clock.now(), resolution_s: 60, values })
  }
  for (let thing = 0; thing < 2000; thing++) put(thing)
  await ctx.clock.advance(MINUTE_MS)
  addMetric(ctx, metricSource(ctx, 'Busy', []), 'M', 'Count', 1)
  for (let thing = 2000; thing < 9000; thing++) put(thing)
  expect(findMetrics(ctx, 'Old', [], 'M')).toEqual([])
  expect(findMetrics(ctx, 'Busy', [], 'M')).toHaveLength(1)
  expect(findMetrics(ctx, 'New', [['Thing', '0']], 'M')).toEqual([])
  expect(findMetrics(ctx, 'New', [['Thing', '8999']], 'M')).toHaveLength(1)
  expect([...listMetricSources(ctx)].length).toBeGreaterThan(7000)
})

test('many different values keep their spread within a few percent, in bounded room', () => {
  const all = emptyDistribution()
  for (let value = 1; value <= 10_000; value++) include(all, value)
  expect(all).toMatchObject({ count: 10_000, sum: 50_005_000, min: 1, max: 10_000 })
  const values = spread(all)!
  expect(values.length).toBeLessThanOrEqual(128)
  let seen = 0
  const median = values.find(([, count]) => (seen += count) >= 5000)![0]
  expect(Math.abs(median - 5000) / 5000).toBeLessThan(0.1)
})

test('what is rounded stays so when it is merged', () => {
  const [rough, exact] = [emptyDistribution(), emptyDistribution()]
  for (let value = 1; value <= 1000; value++) include(rough, value)
  include(exact, 3)
  include(exact, 4)
  merge(exact, rough)
  include(exact, 1000)
  expect(exact.coarseness).toBeGreaterThan(0)
  expect(spread(exact)!.filter(([value]) => value > 960)).toHaveLength(1)
})

test('merging adds up, and a summary hides the spread', () => {
  const [one, two] = [emptyDistribution(), emptyDistribution()]
  include(one, 4, 2)
  include(two, 9)
  include(two, 4)
  merge(one, two)
  expect(one).toMatchObject({ count: 4, sum: 21, min: 4, max: 9 })
  expect(spread(one)).toEqual([[4, 3], [9, 1]])
  merge(one, { count: 2, sum: 3, min: 1, max: 2, coarseness: 0, unknownSpread: true })
  expect(one).toMatchObject({ count: 6, sum: 24, min: 1, max: 9 })
  expect(spread(one)).toBeUndefined()
})
