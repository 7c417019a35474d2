import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from './decide.ts'
import { generalised, leastPrivilege, withCompanions } from './least-privilege.ts'
import { reviewPolicy } from './usage-review.ts'

const HOME = '111122223333'
const STREAM = `arn:aws:kinesis:us-east-1:${HOME}:stream/s`
const GROUP = `arn:aws:logs:us-east-1:${HOME}:log-group:/aws/lambda/f`

test.each([
  [['arn:aws:s3:::b/uploads/a.txt', 'arn:aws:s3:::b/uploads/2026/b.txt', 'arn:aws:s3:::b'], ['arn:aws:s3:::b/uploads/*', 'arn:aws:s3:::b']],
  [['arn:aws:s3:::b/only.txt'], ['arn:aws:s3:::b/only.txt']],
  [['arn:aws:s3:::b/one.txt', 'arn:aws:s3:::b/two.txt', 'arn:aws:s3:::c/one.txt'], ['arn:aws:s3:::b/*', 'arn:aws:s3:::c/one.txt']],
  [[`${GROUP}:*`, `${GROUP}:log-stream:2026/11/23/[$LATEST]0a`], [`${GROUP}:*`]],
  [[`${STREAM}/consumer/c:1700000000`, STREAM], [`${STREAM}/consumer/c:*`, STREAM]],
  [['*'], ['*']],
])('%j are said as %j', (used, said) => {
  expect(generalised(used)).toEqual(said)
})

test('actions go together by resource, and resources by actions', () => {
  const used = new Map([['s3:PutObject', ['arn:aws:s3:::b/in/a', 'arn:aws:s3:::c/out/a']], ['kinesis:PutRecord', [STREAM]], ['kinesis:ListShards', [STREAM]], ['kinesis:ListStreams', ['*']]])
  expect(leastPrivilege(used)).toEqual([
    { Effect: 'Allow', Action: ['kinesis:ListShards', 'kinesis:PutRecord'], Resource: STREAM },
    { Effect: 'Allow', Action: 'kinesis:ListStreams', Resource: '*' },
    { Effect: 'Allow', Action: 's3:PutObject', Resource: ['arn:aws:s3:::b/in/*', 'arn:aws:s3:::c/out/*'] },
  ])
})

test('what Lambda asks of a mapping’s role, and of one that writes lines, goes along', () => {
  const needed = withCompanions(new Map([['kinesis:GetRecords', [STREAM]], ['logs:PutLogEvents', [`${GROUP}:log-stream:x`]]]))
  expect(leastPrivilege(needed)).toEqual([
    { Effect: 'Allow', Action: ['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'], Resource: STREAM },
    { Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${GROUP}:*` },
  ])
})

const key = fc.stringMatching(/^[a-z]{1,4}(\/[a-z]{1,4}){0,2}$/)
const resource = fc.oneof(key.map((one) => `arn:aws:s3:::b/${one}`), fc.constantFrom('arn:aws:s3:::b', STREAM, GROUP, `${GROUP}:log-stream:a/b`, '*'))
const action = fc.constantFrom('s3:GetObject', 's3:PutObject', 'kinesis:PutRecord', 'logs:PutLogEvents')
const usage = fc.array(fc.tuple(action, fc.uniqueArray(resource, { minLength: 1, maxLength: 5 })), { minLength: 1, maxLength: 4 }).map((pairs) => new Map(pairs))

test('the suggestion allows all that was used, nothing of another action, and passes its own review', () => {
  fc.assert(
    fc.property(usage, (used) => {
      const document = JSON.stringify({ Version: '2012-10-17', Statement: leastPrivilege(used) })
      const principal = { type: 'user' as const, account: HOME, arn: `arn:aws:iam::${HOME}:user/u`, userId: 'AIDA' }
      const may = (wanted: string, on: string) =>
        decide({ principal, action: wanted, resource: on, resourceAccount: HOME, context: {} }, { identity: [{ name: 'p', document }], resource: [] }).decision === 'allow'
      for (const [one, resources] of used) for (const on of resources) expect(may(one, on)).toBe(true)
      expect(may('s3:DeleteObject', 'arn:aws:s3:::b/a')).toBe(false)
      expect(may('s3:GetObject', 'arn:aws:s3:::other/a')).toBe([...(used.get('s3:GetObject') ?? [])].includes('*'))
      for (const { isUsed, unusedActions } of reviewPolicy({ name: 'p', document }, used)) expect([isUsed, unusedActions]).toEqual([true, []])
    }),
  )
})

const review = (statement: object, used: Record<string, string[]>) =>
  reviewPolicy({ name: 'p', document: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }, new Map(Object.entries(used)))[0]!

test.each([
  ['an action by its own name', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/in/*' }, []],
  ['all of a service', { Action: 's3:*', Resource: 'arn:aws:s3:::b/in/*' }, ['s3:*']],
  ['some of a service', { Action: ['s3:Get*', 's3:PutObject'], Resource: 'arn:aws:s3:::b/in/*' }, ['s3:Get*']],
  ['everything there is', { Action: 's3:GetObject', Resource: '*' }, ['*']],
  ['all buckets', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::*' }, ['arn:aws:s3:::*']],
  ['all of a kind', { Action: ['s3:GetObject', 'kinesis:PutRecord'], Resource: ['arn:aws:s3:::b/*', 'arn:aws:kinesis:us-east-1:1:stream/*'] }, ['arn:aws:kinesis:us-east-1:1:stream/*']],
  ['the beginning of a name', { Action: 's3:GetObject', Resource: 'arn:aws:s3:::b*/in/x' }, []],
  ['all but some actions', { NotAction: 'iam:*', Resource: 'arn:aws:s3:::b/in/*' }, ['NotAction']],
  ['all but some resources', { Action: 's3:GetObject', NotResource: 'arn:aws:s3:::secret/*' }, ['NotResource']],
])('too wide? %s', (_what, statement, tooWide) => {
  expect(review({ Effect: 'Allow', ...statement }, { 's3:GetObject': ['arn:aws:s3:::b/in/x'] })).toMatchObject({ isUsed: true, tooWide })
})

test('`*` is right for actions without a resource, and for these alone', () => {
  const statement = { Effect: 'Allow', Action: ['kinesis:ListStreams', 's3:GetObject'], Resource: '*' }
  expect(review(statement, { 'kinesis:ListStreams': ['*'] })).toMatchObject({ tooWide: [], unusedActions: ['s3:GetObject'] })
  expect(review(statement, { 'kinesis:ListStreams': ['*'], 's3:GetObject': ['arn:aws:s3:::b/in/x'] })).toMatchObject({ tooWide: ['*'], unusedActions: [] })
})

test('what was not used is told, with what would do in place of the rest, under the same condition', () => {
  const Condition = { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } }
  const wide = { Sid: 'All', Effect: 'Allow', Action: ['s3:*', 'sqs:SendMessage'], Resource: '*', Condition }
  expect(review(wide, { 's3:GetObject': ['arn:aws:s3:::b/in/x'] })).toEqual({
    policy: 'p', sid: 'All', index: 0, statement: wide, isUsed: true, unusedActions: ['sqs:SendMessage'], tooWide: ['s3:*', '*'],
    replacement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/in/*', Condition }],
  })
  expect(review(wide, { 'kinesis:PutRecord': [STREAM] })).toMatchObject({ isUsed: false, replacement: [] })
  const variable = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/${aws:PrincipalTag/team}/*' }
  expect(review(variable, { 's3:GetObject': ['arn:aws:s3:::b/blue/x'] }).isUsed).toBe(true)
  const exact = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/in/x' }
  expect(review(exact, { 's3:GetObject': ['arn:aws:s3:::b/in/*'] }).isUsed).toBe(true)
  expect(review(exact, { 's3:GetObject': ['arn:aws:s3:::b/out/*'] }).isUsed).toBe(false)
})
