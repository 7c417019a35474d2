import { expect, test } from 'vitest'
import { servicePrincipal, type Principal } from '../../../kernel/context.ts'
import { decide, type DecisionRequest, type PolicySet } from './decide.ts'
import { smallestFix, type PolicyChange } from './smallest-fix.ts'

const HOME = '111122223333'
const ROLE = `arn:aws:iam::${HOME}:role/upload`
const SESSION: Principal = { type: 'assumed-role', account: HOME, arn: `arn:aws:sts::${HOME}:assumed-role/upload/f`, userId: 'AROA1:f', roleArn: ROLE }
const STREAM = `arn:aws:kinesis:us-east-1:${HOME}:stream/s`
const request: DecisionRequest = { principal: SESSION, action: 'kinesis:PutRecord', resource: STREAM, resourceAccount: HOME, context: {} }

const policy = (...Statement: object[]) => ({ name: 'inline', document: JSON.stringify({ Version: '2012-10-17', Statement }) })
const fixOf = (policies: Partial<PolicySet>, change: Partial<DecisionRequest> = {}): readonly PolicyChange[] => {
  const wanted = { ...request, ...change }
  const fix = smallestFix(wanted, { identity: [], resource: [], ...policies })!
  expect(decide(wanted, fix.policies).decision).toBe('allow')
  return fix.changes
}
const NEEDED = { Effect: 'Allow', Action: 'kinesis:PutRecord', Resource: STREAM }

test('a role without policies gets one with the one statement', () => {
  expect(fixOf({})).toEqual([{ kind: 'add', layer: 'identity', index: 0, statement: NEEDED }])
})

test('a role with a policy gets a statement more in it', () => {
  const own = policy({ Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: ['arn:aws:s3:::b/*', 'arn:aws:s3:::c/*'] })
  expect(fixOf({ identity: [own] })).toEqual([{ kind: 'add', layer: 'identity', policy: { name: 'inline' }, index: 1, statement: NEEDED }])
})

test('a statement about the same resource takes one action more', () => {
  const own = policy({ Sid: 'Stream', Effect: 'Allow', Action: 'kinesis:DescribeStream', Resource: STREAM })
  const statement = { Sid: 'Stream', Effect: 'Allow', Action: ['kinesis:DescribeStream', 'kinesis:PutRecord'], Resource: STREAM }
  expect(fixOf({ identity: [own] })).toMatchObject([{ kind: 'widen', layer: 'identity', policy: { name: 'inline' }, index: 0, statement }])
})

test('a statement about the same action takes one resource more, but not one that allows more than it', () => {
  const other = `${STREAM}-2`
  const own = policy({ Effect: 'Allow', Action: 'kinesis:PutRecord', Resource: other })
  expect(fixOf({ identity: [own] })[0]).toMatchObject({ kind: 'widen', statement: { Resource: [other, STREAM] } })
  const wide = policy({ Effect: 'Allow', Action: ['kinesis:PutRecord', 'kinesis:DeleteStream'], Resource: other })
  expect(fixOf({ identity: [wide] })[0]).toMatchObject({ kind: 'add', statement: NEEDED })
})

test('AWS’s own policies are not changed', () => {
  const managed = { ...policy({ Effect: 'Allow', Action: 'kinesis:Get*', Resource: STREAM }), arn: 'arn:aws:iam::aws:policy/AmazonKinesisReadOnlyAccess' }
  expect(fixOf({ identity: [managed] })).toEqual([{ kind: 'add', layer: 'identity', index: 0, statement: NEEDED }])
})

test('a deny has to go first, and the boundary must allow as well', () => {
  const denial = { Effect: 'Deny', Action: 'kinesis:*', Resource: '*' }
  const changes = fixOf({ identity: [policy(denial)], boundary: [{ ...policy(), name: 'limit', arn: `arn:aws:iam::${HOME}:policy/limit` }] })
  expect(changes).toEqual([
    { kind: 'remove', layer: 'identity', policy: { name: 'inline' }, index: 0, statement: denial },
    { kind: 'add', layer: 'identity', policy: { name: 'inline' }, index: 0, statement: NEEDED },
    { kind: 'add', layer: 'boundary', policy: { name: 'limit', arn: `arn:aws:iam::${HOME}:policy/limit` }, index: 0, statement: NEEDED },
  ])
})

test('across accounts both sides need a statement', () => {
  expect(fixOf({}, { resourceAccount: '444455556666' })).toEqual([
    { kind: 'add', layer: 'identity', index: 0, statement: NEEDED },
    { kind: 'add', layer: 'resource', index: 0, statement: { ...NEEDED, Principal: { AWS: ROLE } } },
  ])
})

test('a service is let in for the one resource it calls for', () => {
  const invoke = { action: 'lambda:InvokeFunction', resource: `arn:aws:lambda:us-east-1:${HOME}:function:f`, principal: servicePrincipal('s3.amazonaws.com', HOME) }
  expect(fixOf({}, { ...invoke, context: { 'aws:SourceArn': 'arn:aws:s3:::b' } })[0]?.statement).toEqual({
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: invoke.resource,
    Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::b' } },
  })
})

test('a trust policy names the principal and no resource', () => {
  const trust = [{ kind: 'trust' as const, ...policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }) }]
  const [change] = fixOf({ resource: trust }, { action: 'sts:AssumeRole', resource: `arn:aws:iam::${HOME}:role/other` })
  expect(change).toMatchObject({ kind: 'add', layer: 'trust', index: 1, statement: { Effect: 'Allow', Principal: { AWS: ROLE }, Action: 'sts:AssumeRole' } })
  expect(change!.statement).not.toHaveProperty('Resource')
})

test('what is allowed needs no change', () => {
  expect(fixOf({ identity: [policy(NEEDED)] })).toEqual([])
})
