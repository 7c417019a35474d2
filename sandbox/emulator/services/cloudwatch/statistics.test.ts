import { expect, test } from 'vitest'
import { emptyDistribution, include } from '../../kernel/distribution.ts'
import { statisticOf } from './statistics.ts'

const oneToHundred = emptyDistribution()
for (let value = 1; value <= 100; value++) include(oneToHundred, value)

test.each([
  ['SampleCount', 100], ['Sum', 5050], ['Average', 50.5], ['Minimum', 1], ['Maximum', 100],
  ['p0', 1], ['p50', 50], ['p99', 99], ['p99.9', 100], ['p100', 100],
  ['tm90', 45.5], ['tc90', 90], ['ts90', 4095], ['wm90', 49.95],
  ['TM(10:20)', 15], ['TC(:20)', 20], ['TS(99:)', 199], ['PR(:30)', 30], ['PR(91:)', 10], ['TM(10%:90%)', 50], ['IQM', 50],
])('%s of 1 to 100 is %d', (name, value) => {
  expect(statisticOf(name)!(oneToHundred)).toBeCloseTo(value, 10)
})

test.each(['', 'Median', 'p101', 'p', 'p-1', 'tm', 'TM(:)', 'TM(10%:20)', 'PR(10%:)', 'sum'])('%j is no statistic', (name) => {
  expect(statisticOf(name)).toBeUndefined()
})

test('negative values have no percentiles', () => {
  const some = emptyDistribution()
  include(some, -1)
  include(some, 5)
  expect(statisticOf('p50')!(some)).toBeUndefined()
  expect(statisticOf('Sum')!(some)).toBe(4)
})
