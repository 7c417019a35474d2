import { expect, test } from 'vitest'
import { describe as inWords, ruleOf, type AddOptions } from './fault.ts'
import type { FaultRule } from '../engines/embedded.ts'

test.each<[string | undefined, AddOptions, FaultRule, string]>([
  ['s3:PutObject', { error: 'SlowDown', times: '2' }, { service: 's3', operation: 'PutObject', error: 'SlowDown', times: 2 }, 'SlowDown, at s3:PutObject, 2 times at most'],
  ['s3', { latency: '300ms', drop: 'answer' }, { service: 's3', latency_ms: 300, drop: 'answer' }, '300ms late, then connection dropped instead of the answer, at s3:*'],
  ['*:GetObject', { error: 'Odd', status: '418', message: 'Tea.' }, { operation: 'GetObject', error: { code: 'Odd', status: 418, message: 'Tea.' } }, 'Odd (418), at *:GetObject'],
  ['kinesis:PutRecords', { failRecords: '50%', probability: '0.1', seed: 'x' }, { service: 'kinesis', operation: 'PutRecords', failRecords: { fraction: 0.5 }, probability: 0.1, seed: 'x' }, '50% of the records refused, at kinesis:PutRecords, with probability 0.1'],
  ['kinesis:PutRecords', { failRecords: '0,2', every: '3' }, { service: 'kinesis', operation: 'PutRecords', failRecords: { indexes: [0, 2] }, every: 3 }, 'records 0, 2 refused, at kinesis:PutRecords, one in 3'],
  [undefined, { crash: true, resource: '*:processor', nth: '1,3' }, { invocation: 'crash', resource: '*:processor', nth: [1, 3] }, 'function crashes, on *:processor, call 1, 3'],
  [undefined, { timeOut: true, account: '111111111111' }, { invocation: 'timeout', account: '111111111111' }, 'function runs out of time, of account 111111111111'],
  [undefined, { duplicate: true }, { duplicate: true }, 'batch delivered twice'],
  [undefined, { anchorDelay: '5s' }, { anchorDelay_ms: 5000 }, 'mapping at LATEST begins 5s late'],
])('%s %j', (target, options, rule, words) => {
  expect(ruleOf(target, options)).toEqual(rule)
  expect(inWords(rule)).toBe(words)
})

test.each<[AddOptions, RegExp]>([
  [{ every: 'other' }, /--every other is no number/],
  [{ failRecords: 'some' }, /--fail-records some is no number/],
  [{ latency: 'long' }, /long is no length of time/],
  [{ status: '503' }, /--message and --status say more of an --error/],
  [{ crash: true, timeOut: true }, /give --crash or --time-out/],
])('%j is refused', (options, message) => {
  expect(() => ruleOf('s3', options)).toThrow(message)
})
