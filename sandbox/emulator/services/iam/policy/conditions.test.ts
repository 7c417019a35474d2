import { expect, test } from 'vitest'
import type { ContextKeys } from '../../../kernel/authorize.ts'
import { firstUnmet, isOperator, lookupIn } from './conditions.ts'
import { readPolicy } from './document.ts'
import { PAGES, type Page } from './aws-pages.ts'

const { operators, several, sets, variables, grammar, unverified } = PAGES

type Row = readonly [page: Page, condition: Record<string, Record<string, unknown>>, context: ContextKeys, met: boolean]

function isMet(condition: object, context: ContextKeys, effect: 'Allow' | 'Deny' = 'Allow', version: { old?: string | undefined } = { old: '2012-10-17' }) {
  const statement = { Effect: effect, Action: '*', Resource: '*', Condition: condition }
  const policy = readPolicy(JSON.stringify({ Version: version.old, Statement: [statement] }))
  return firstUnmet(policy.statements[0]!.conditions, lookupIn(context), effect, policy.variables) === undefined
}

/** A condition on the key `k`, and the same in the request, to save words. */
const row = (page: Page, operator: string, wanted: unknown, given: string | readonly string[] | undefined, met: boolean): Row => [
  page,
  { [operator]: { 'x:k': wanted } },
  given === undefined ? {} : { 'x:k': given },
  met,
]

const STRINGS: readonly Row[] = [
  row(operators, 'StringEquals', 'a', 'a', true),
  row(operators, 'StringEquals', 'a', 'A', false),
  row(operators, 'StringEquals', 'a', 'ab', false),
  row(operators, 'StringEquals', 'a*', 'ab', false),
  row(operators, 'StringEquals', 'a*', 'a*', true),
  row(operators, 'StringEquals', 'a', undefined, false),
  row(operators, 'StringNotEquals', 'a', 'b', true),
  row(operators, 'StringNotEquals', 'a', 'a', false),
  row(operators, 'StringNotEquals', 'a', 'A', true),
  row(operators, 'StringNotEquals', 'a', undefined, true),
  row(operators, 'StringEqualsIgnoreCase', 'aB', 'Ab', true),
  row(operators, 'StringEqualsIgnoreCase', 'aB', 'Ac', false),
  row(operators, 'StringEqualsIgnoreCase', 'aB', undefined, false),
  row(operators, 'StringNotEqualsIgnoreCase', 'aB', 'Ab', false),
  row(operators, 'StringNotEqualsIgnoreCase', 'aB', 'c', true),
  row(operators, 'StringNotEqualsIgnoreCase', 'aB', undefined, true),
  row(operators, 'StringLike', 'home/*', 'home/', true),
  row(operators, 'StringLike', 'home/*', 'home/ada/x', true),
  row(operators, 'StringLike', 'home/*', 'Home/ada', false),
  row(operators, 'StringLike', '*.jpg', 'a.jpg', true),
  row(operators, 'StringLike', '*.jpg', 'a.jpeg', false),
  row(operators, 'StringLike', 'a?c', 'abc', true),
  row(operators, 'StringLike', 'a?c', 'ac', false),
  row(operators, 'StringLike', 'a?c', 'abbc', false),
  row(operators, 'StringLike', 'a', 'ab', false),
  row(operators, 'StringLike', '*', '', true),
  row(operators, 'StringLike', '', '', true),
  row(operators, 'StringLike', '', 'a', false),
  row(operators, 'StringLike', 'a', undefined, false),
  row(operators, 'StringLike', '[a]', 'a', false),
  row(operators, 'StringLike', 'a.c', 'abc', false),
  row(operators, 'StringNotLike', 'home/*', 'home/x', false),
  row(operators, 'StringNotLike', 'home/*', 'away', true),
  row(operators, 'StringNotLike', 'home/*', undefined, true),
  row(operators, 'StringLike', 'arn:aws:someservice:*:111122223333:finance/*', 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt', true),
  row(unverified, 'stringequals', 'a', 'a', true),
]

const NUMBERS: readonly Row[] = [
  row(operators, 'NumericEquals', '10', '10', true),
  row(operators, 'NumericEquals', '10', '10.0', true),
  row(operators, 'NumericEquals', '10', '9', false),
  row(grammar, 'NumericEquals', 10, '10', true),
  row(operators, 'NumericEquals', '10', undefined, false),
  row(operators, 'NumericNotEquals', '10', '9', true),
  row(operators, 'NumericNotEquals', '10', '10', false),
  row(operators, 'NumericNotEquals', '10', undefined, true),
  row(operators, 'NumericLessThan', '10', '9.99', true),
  row(operators, 'NumericLessThan', '10', '10', false),
  row(operators, 'NumericLessThan', '10', '9', true),
  row(operators, 'NumericLessThan', '9', '10', false),
  row(operators, 'NumericLessThanEquals', '10', '10', true),
  row(operators, 'NumericLessThanEquals', '10', '11', false),
  row(operators, 'NumericLessThanEquals', '10', undefined, false),
  row(operators, 'NumericGreaterThan', '10', '11', true),
  row(operators, 'NumericGreaterThan', '10', '10', false),
  row(operators, 'NumericGreaterThan', '-2', '-1', true),
  row(operators, 'NumericGreaterThanEquals', '10', '10', true),
  row(operators, 'NumericGreaterThanEquals', '10', '9', false),
  row(unverified, 'NumericEquals', '10', 'ten', false),
  row(unverified, 'NumericEquals', '${x:n}', '10', false),
  row(unverified, 'NumericNotEquals', '10', 'ten', true),
  row(unverified, 'NumericLessThan', 'ten', '1', false),
]

const DATES: readonly Row[] = [
  row(operators, 'DateEquals', '2020-01-01T00:00:01Z', '2020-01-01T00:00:01Z', true),
  row(operators, 'DateEquals', '2020-01-01T00:00:01Z', '1577836801', true),
  row(operators, 'DateEquals', '1577836801', '2020-01-01T00:00:01Z', true),
  row(operators, 'DateEquals', '2020-01-01T01:00:01+01:00', '2020-01-01T00:00:01Z', true),
  row(operators, 'DateEquals', '2020-01-01', '2020-01-01T00:00:00Z', true),
  row(operators, 'DateEquals', '2020', '2020-01-01T00:00:00Z', true),
  row(operators, 'DateEquals', '2020-01-01T00:00:01Z', '2020-01-01T00:00:02Z', false),
  row(operators, 'DateNotEquals', '2020-01-01T00:00:01Z', '2020-01-01T00:00:02Z', true),
  row(operators, 'DateNotEquals', '2020-01-01T00:00:01Z', undefined, true),
  row(operators, 'DateLessThan', '2020-01-01T00:00:00Z', '2019-12-31T23:59:59Z', true),
  row(operators, 'DateLessThan', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z', false),
  row(operators, 'DateLessThanEquals', '2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z', true),
  row(operators, 'DateGreaterThan', '2020-01-01T00:00:01Z', '2020-06-01T00:00:00Z', true),
  row(operators, 'DateGreaterThan', '2020-01-01T00:00:01Z', undefined, false),
  row(operators, 'DateGreaterThanEquals', '2020-01-01T00:00:01Z', '2020-01-01T00:00:01Z', true),
  row(operators, 'DateGreaterThanEquals', '2020-01-01T00:00:01.5Z', '2020-01-01T00:00:01Z', false),
  row(operators, 'DateGreaterThan', '2020-*', '2021-01-01T00:00:00Z', false),
  row(unverified, 'DateLessThan', 'tomorrow', '2020-01-01T00:00:00Z', false),
]

const OTHERS: readonly Row[] = [
  row(operators, 'Bool', 'true', 'true', true),
  row(operators, 'Bool', 'true', 'false', false),
  row(operators, 'Bool', 'false', 'false', true),
  row(operators, 'Bool', 'false', undefined, false),
  row(grammar, 'Bool', true, 'true', true),
  row(unverified, 'Bool', 'TRUE', 'true', true),
  row(operators, 'BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', true),
  row(operators, 'BinaryEquals', 'QmluYXJ5VmFsdWVJbkJhc2U2NA==', 'QmluYXJ5', false),
  row(operators, 'BinaryEquals', 'QQ==', undefined, false),
  row(unverified, 'BinaryEquals', '!', '!', false),
  row(operators, 'IpAddress', '203.0.113.0/24', '203.0.113.0', true),
  row(operators, 'IpAddress', '203.0.113.0/24', '203.0.113.255', true),
  row(operators, 'IpAddress', '203.0.113.0/24', '203.0.114.0', false),
  row(operators, 'IpAddress', '203.0.113.5', '203.0.113.5', true),
  row(operators, 'IpAddress', '203.0.113.5', '203.0.113.6', false),
  row(operators, 'IpAddress', '0.0.0.0/0', '198.51.100.7', true),
  row(operators, 'IpAddress', '203.0.113.0/24', undefined, false),
  row(operators, 'IpAddress', ['203.0.113.0/24', '2001:DB8:1234:5678::/64'], '2001:db8:1234:5678::1', true),
  row(operators, 'IpAddress', ['203.0.113.0/24', '2001:DB8:1234:5678::/64'], '2001:db8:1234:5679::1', false),
  row(operators, 'IpAddress', ['203.0.113.0/24', '2001:DB8:1234:5678::/64'], '203.0.113.9', true),
  row(operators, 'IpAddress', '2001:db8::1', '2001:0db8:0:0:0:0:0:1', true),
  row(operators, 'IpAddress', '::/0', '203.0.113.9', false),
  row(operators, 'NotIpAddress', '203.0.113.0/24', '203.0.113.9', false),
  row(operators, 'NotIpAddress', '203.0.113.0/24', '198.51.100.7', true),
  row(operators, 'NotIpAddress', '203.0.113.0/24', undefined, true),
  row(operators, 'NotIpAddress', '203.0.113.0/24', '2001:db8::1', true),
  row(unverified, 'IpAddress', '203.0.113.9/24', '203.0.113.77', true),
  row(unverified, 'IpAddress', '203.0.113.0/33', '203.0.113.0', false),
  row(unverified, 'IpAddress', '203.0.113.*', '203.0.113.0', false),
  row(unverified, 'IpAddress', '203.0.113.0/24', 'localhost', false),
  row(operators, 'ArnLike', 'arn:aws:sns:*:123456789012:*', 'arn:aws:sns:us-east-1:123456789012:topic', true),
  row(operators, 'ArnLike', 'arn:aws:someservice:*:111122223333:finance/*', 'arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt', false),
  row(operators, 'ArnEquals', 'arn:aws:sns:us-east-1:123456789012:topic', 'arn:aws:sns:us-east-1:123456789012:topic', true),
  row(operators, 'ArnEquals', 'arn:aws:sns:us-east-1:123456789012:t*', 'arn:aws:sns:us-east-1:123456789012:topic', true),
  row(operators, 'ArnEquals', 'arn:aws:sns:us-east-1:123456789012:Topic', 'arn:aws:sns:us-east-1:123456789012:topic', false),
  row(operators, 'ArnLike', 'arn:aws:s3:::bucket', 'arn:aws:s3:::bucket2', false),
  row(operators, 'ArnLike', 'arn:aws:s3:::buck?t', 'arn:aws:s3:::bucket', true),
  row(operators, 'ArnLike', 'arn:aws:lambda:us-east-1:1:function:f', 'arn:aws:lambda:us-east-1:1:function:f', true),
  row(operators, 'ArnLike', 'arn:aws:lambda:us-east-1:1:function:*', 'arn:aws:lambda:us-east-1:1:function:f:live', true),
  row(operators, 'ArnLike', 'arn:aws:s3:::bucket', undefined, false),
  row(operators, 'ArnNotEquals', 'arn:aws:s3:::bucket', 'arn:aws:s3:::other', true),
  row(operators, 'ArnNotLike', 'arn:aws:s3:::b*', 'arn:aws:s3:::bucket', false),
  row(operators, 'ArnNotLike', 'arn:aws:s3:::b*', undefined, true),
  row(unverified, 'ArnLike', '*', 'arn:aws:s3:::bucket', false),
  row(operators, 'Null', 'true', undefined, true),
  row(operators, 'Null', 'true', 'x', false),
  row(operators, 'Null', 'false', 'x', true),
  row(operators, 'Null', 'false', undefined, false),
  row(grammar, 'Null', true, undefined, true),
  row(unverified, 'Null', ['true', 'false'], 'x', true),
]

const IF_EXISTS: readonly Row[] = [
  ...['StringEquals', 'StringLike', 'NumericEquals', 'DateLessThan', 'Bool', 'BinaryEquals', 'IpAddress', 'ArnLike', 'StringNotEquals', 'ArnNotEquals', 'NotIpAddress'].map(
    (operator) => row(operators, `${operator}IfExists`, 'a', undefined, true),
  ),
  row(operators, 'StringLikeIfExists', ['t1.*', 't2.*', 'm3.*'], 't2.micro', true),
  row(operators, 'StringLikeIfExists', ['t1.*', 't2.*', 'm3.*'], 'c5.large', false),
  row(operators, 'StringNotEqualsIfExists', 'a', 'a', false),
  row(operators, 'StringNotEqualsIfExists', 'a', 'b', true),
  row(operators, 'BoolIfExists', 'false', 'true', false),
  row(operators, 'IpAddressIfExists', '203.0.113.0/24', '198.51.100.7', false),
]

const SETS: readonly Row[] = [
  row(sets, 'ForAllValues:StringLike', ['PostDateTime', 'Message', 'Tags'], ['PostDateTime', 'Message'], true),
  row(sets, 'ForAllValues:StringLike', ['PostDateTime', 'Message', 'Tags'], ['PostDateTime', 'UserName'], false),
  row(sets, 'ForAnyValue:StringLike', ['ID', 'PostDateTime'], ['UserName', 'Message', 'PostDateTime'], true),
  row(sets, 'ForAnyValue:StringLike', ['ID', 'PostDateTime'], ['UserName'], false),
  row(sets, 'ForAllValues:StringEquals', ['a'], undefined, true),
  row(sets, 'ForAllValues:StringEquals', ['a'], [], true),
  row(sets, 'ForAllValues:StringEquals', ['a'], '', true),
  row(sets, 'ForAnyValue:StringEquals', ['a'], undefined, false),
  row(sets, 'ForAnyValue:StringEquals', ['a'], [], false),
  row(sets, 'ForAnyValue:StringEquals', ['a'], '', false),
  row(sets, 'ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'a'], true),
  row(sets, 'ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false),
  row(sets, 'ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'], true),
  row(sets, 'ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false),
  row(sets, 'ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true),
  row(sets, 'ForAllValues:StringNotEquals', ['a', 'b'], ['a', 'd'], false),
  row(sets, 'ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'd'], true),
  row(sets, 'ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false),
  row(sets, 'ForAnyValue:StringNotEquals', ['a'], undefined, false),
  row(sets, 'ForAllValues:StringNotLike', ['a*'], ['b', 'c'], true),
  row(sets, 'ForAllValues:ArnLike', ['arn:aws:s3:::b*'], ['arn:aws:s3:::b1', 'arn:aws:s3:::b2'], true),
  row(sets, 'ForAnyValue:NumericGreaterThan', ['5'], ['1', '9'], true),
  row(unverified, 'ForAllValues:StringEqualsIfExists', ['a'], undefined, true),
  row(unverified, 'ForAnyValue:StringEqualsIfExists', ['a'], undefined, true),
  row(unverified, 'forallvalues:stringequals', ['a'], ['a'], true),
  row(unverified, 'StringEquals', ['a'], ['b', 'a'], true),
  row(unverified, 'StringNotEquals', ['a'], ['b', 'a'], false),
]

const SEVERAL: readonly Row[] = [
  row(several, 'StringEquals', ['a', 'b'], 'b', true),
  row(several, 'StringEquals', ['a', 'b'], 'c', false),
  row(several, 'StringNotEquals', ['a', 'b'], 'b', false),
  row(several, 'StringNotEquals', ['a', 'b'], 'c', true),
  row(several, 'ArnNotLike', ['arn:aws:s3:::a*', 'arn:aws:s3:::b*'], 'arn:aws:s3:::bx', false),
  row(several, 'NumericLessThan', ['5', '50'], '20', true),
  row(unverified, 'StringEquals', [], 'a', false),
  row(unverified, 'StringNotEquals', [], 'a', true),
  [several, { StringEquals: { a: '1', b: '2' } }, { a: '1', b: '2' }, true],
  [several, { StringEquals: { a: '1', b: '2' } }, { a: '1', b: '3' }, false],
  [several, { StringEquals: { a: '1' }, Bool: { b: 'true' } }, { a: '1', b: 'true' }, true],
  [several, { StringEquals: { a: '1' }, Bool: { b: 'true' } }, { a: '1', b: 'false' }, false],
  [several, { StringEquals: { a: '1' }, Bool: { b: 'true' } }, { b: 'true' }, false],
  [variables, { StringEquals: { 'aws:CurrentTime': 'x' } }, { 'AWS:currenttime': 'x' }, true],
  [operators, { StringEquals: { 'aws:PrincipalTag/job-category': 'iamuser-admin' } }, { 'aws:PrincipalTag/job-category': 'iamuser-admin' }, true],
  [unverified, { StringEquals: { 'aws:PrincipalTag/Job': 'x' } }, { 'aws:PrincipalTag/job': 'x' }, true],
  [grammar, {}, {}, true],
]

const VARIABLES: readonly Row[] = [
  [variables, { StringLike: { 's3:prefix': '${aws:username}/*' } }, { 's3:prefix': 'ada/x', 'aws:username': 'ada' }, true],
  [variables, { StringLike: { 's3:prefix': '${aws:username}/*' } }, { 's3:prefix': 'bob/x', 'aws:username': 'ada' }, false],
  [variables, { StringLike: { 's3:prefix': ['', 'home/', 'home/${aws:username}/'] } }, { 's3:prefix': 'home/ada/', 'aws:username': 'ada' }, true],
  [variables, { StringEquals: { k: '${aws:PrincipalTag/team}' } }, { k: 'blue', 'aws:PrincipalTag/team': 'blue' }, true],
  [variables, { StringEquals: { k: '${AWS:UserName}' } }, { k: 'ada', 'aws:username': 'ada' }, true],
  [variables, { StringEquals: { k: '${aws:username}' } }, { k: 'ada' }, false],
  [variables, { StringNotEquals: { k: '${aws:username}' } }, { k: 'ada' }, true],
  [variables, { StringNotLike: { k: '${aws:username}*' } }, { k: 'ada' }, true],
  [variables, { StringEquals: { k: "${aws:userid, 'anonymous'}" } }, { k: 'anonymous' }, true],
  [variables, { StringEquals: { k: "${aws:userid, 'anonymous'}" } }, { k: 'AIDA', 'aws:userid': 'AIDA' }, true],
  [variables, { StringEquals: { k: "${aws:userid, 'anonymous'}" } }, { k: 'anonymous', 'aws:userid': 'AIDA' }, false],
  [variables, { StringLike: { k: 'a${*}c' } }, { k: 'a*c' }, true],
  [variables, { StringLike: { k: 'a${*}c' } }, { k: 'abc' }, false],
  [variables, { StringLike: { k: 'a${?}c' } }, { k: 'a?c' }, true],
  [variables, { StringLike: { k: 'a${?}c' } }, { k: 'abc' }, false],
  [variables, { StringEquals: { k: '${$}{x}' } }, { k: '${x}' }, true],
  [variables, { StringEquals: { k: 'a${*}c' } }, { k: 'a*c' }, true],
  [variables, { ArnLike: { k: 'arn:aws:s3:::${aws:username}*' } }, { k: 'arn:aws:s3:::ada-1', 'aws:username': 'ada' }, true],
  [variables, { StringEqualsIgnoreCase: { k: '${aws:username}' } }, { k: 'ADA', 'aws:username': 'ada' }, true],
  [operators, { Bool: { k: '${x:flag}' } }, { k: 'true', 'x:flag': 'true' }, true],
  [variables, { NumericEquals: { k: '${x:n}' } }, { k: '1', 'x:n': '1' }, false],
  [unverified, { StringLike: { k: '${aws:PrincipalTag/any}' } }, { k: 'abc', 'aws:PrincipalTag/any': '*' }, false],
  [unverified, { StringEquals: { k: '${aws:TagKeys}' } }, { k: 'a', 'aws:TagKeys': ['a', 'b'] }, false],
  [unverified, { StringEquals: { k: '${unclosed' } }, { k: '${unclosed' }, true],
]

const ROWS = [...STRINGS, ...NUMBERS, ...DATES, ...OTHERS, ...IF_EXISTS, ...SETS, ...SEVERAL, ...VARIABLES]

test.for(ROWS)('%s: %j on %j is %s', ([, condition, context, met]) => {
  expect(isMet(condition, context)).toBe(met)
})

test.for([undefined, '2008-10-17'])(`${PAGES.version}: with version %s a variable is text`, (old) => {
  const condition = { StringEquals: { k: '${aws:username}' } }
  expect(isMet(condition, { k: 'ada', 'aws:username': 'ada' }, 'Allow', { old })).toBe(false)
  expect(isMet(condition, { k: '${aws:username}', 'aws:username': 'ada' }, 'Allow', { old })).toBe(true)
})

test('an operator that does not exist lets nothing through: it holds only where it denies', () => {
  for (const operator of ['StringIs', 'NullIfExists', 'ForSomeValues:StringEquals', '', 'constructor', '__proto__x']) {
    expect(isOperator(operator)).toBe(false)
    expect(isMet({ [operator]: { k: 'a' } }, { k: 'a' }, 'Allow')).toBe(false)
    expect(isMet({ [operator]: { k: 'a' } }, { k: 'a' }, 'Deny')).toBe(true)
  }
})
