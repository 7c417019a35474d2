import { expect, test } from 'vitest'
import type { Principal } from '../../../kernel/context.ts'
import { rootPrincipal, servicePrincipal } from '../../../kernel/context.ts'
import { lookupIn } from './conditions.ts'
import { readPolicy } from './document.ts'
import { PAGES, type Page } from './aws-pages.ts'
import { holdAgainst } from './statement.ts'

const { action, notAction, resource, notResource, variables, principal, notPrincipal, grammar, keys, unverified } = PAGES

const USER: Principal = { type: 'user', account: '111122223333', arn: 'arn:aws:iam::111122223333:user/eng/ada', userId: 'AIDA1' }
const ROLE = 'arn:aws:iam::111122223333:role/service-role/app'
const SESSION: Principal = {
  type: 'assumed-role', account: '111122223333', arn: 'arn:aws:sts::111122223333:assumed-role/app/s1', userId: 'AROA1:s1', roleArn: ROLE,
}
const FEDERATED: Principal = {
  type: 'federated-user', account: '111122223333', arn: 'arn:aws:sts::111122223333:federated-user/bob', userId: '111122223333:bob',
  session: { issuedAt: 0, issuer: USER.arn },
}
const ANONYMOUS: Principal = { type: 'anonymous', account: '111122223333', arn: 'anonymous', userId: 'anonymous' }
const OTHER: Principal = { type: 'user', account: '444455556666', arn: 'arn:aws:iam::444455556666:user/Bob', userId: 'AIDA2' }
const ROOT = rootPrincipal('111122223333')
const S3 = servicePrincipal('s3.amazonaws.com', '111122223333')

function holds(statement: object, facts: { who?: Principal; action?: string; resource?: string }, context = {}) {
  const policy = readPolicy(JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*', ...statement } }))
  const { who = USER, action: name = 's3:GetObject', resource: arn = 'arn:aws:s3:::b/k' } = facts
  return holdAgainst(policy.statements[0]!, policy, { principal: who, action: name, resource: arn, lookup: lookupIn(context) })
}

const ACTIONS: readonly (readonly [page: Page, actions: string | readonly string[], action: string, covered: boolean])[] = [
  [action, 's3:GetObject', 's3:GetObject', true],
  [action, 'S3:getobject', 's3:GetObject', true],
  [action, 'IAM:listaccesskeys', 'iam:ListAccessKeys', true],
  [action, 's3:GetObject', 's3:GetObjectAcl', false],
  [action, 's3:*', 's3:GetObject', true],
  [action, 's3:*', 'sqs:SendMessage', false],
  [action, '*', 'sqs:SendMessage', true],
  [action, 'iam:*AccessKey*', 'iam:CreateAccessKey', true],
  [action, 'iam:*AccessKey*', 'iam:ListAccessKeys', true],
  [action, 'iam:*AccessKey*', 'iam:CreateUser', false],
  [action, 's3:Get*', 's3:GetObject', true],
  [action, 's3:Get*', 's3:PutObject', false],
  [action, ['sqs:SendMessage', 's3:GetObject'], 's3:GetObject', true],
  [action, ['sqs:SendMessage', 's3:PutObject'], 's3:GetObject', false],
  [grammar, 's3:GetObjec?', 's3:GetObject', true],
  [grammar, 's3:GetObject?', 's3:GetObject', false],
  [unverified, '*:GetObject', 's3:GetObject', true],
]

test.for(ACTIONS)('%s: Action %j covers %s: %s', ([, actions, name, covered]) => {
  expect(holds({ Action: actions }, { action: name }).outcome).toBe(covered ? 'applies' : 'action')
})

const NOT_ACTIONS: readonly (readonly [page: Page, actions: string | readonly string[], action: string, covered: boolean])[] = [
  [notAction, 's3:DeleteBucket', 's3:GetObject', true],
  [notAction, 's3:DeleteBucket', 's3:DeleteBucket', false],
  [notAction, 'iam:*', 's3:GetObject', true],
  [notAction, 'iam:*', 'iam:GetRole', false],
  [notAction, ['iam:*', 's3:Get*'], 's3:GetObject', false],
  [notAction, ['iam:*', 's3:Get*'], 's3:PutObject', true],
]

test.for(NOT_ACTIONS)('%s: NotAction %j covers %s: %s', ([, actions, name, covered]) => {
  expect(holds({ Action: undefined, NotAction: actions }, { action: name }).outcome).toBe(covered ? 'applies' : 'action')
})

const B = 'arn:aws:s3:::amzn-s3-demo-bucket'
const RESOURCES: readonly (readonly [page: Page, resources: string | readonly string[], arn: string, covered: boolean])[] = [
  [resource, '*', '*', true],
  [resource, '*', `${B}/k`, true],
  [notAction, 'arn:aws:s3:::*', '*', false],
  [resource, `${B}/*`, `${B}/k`, true],
  [resource, `${B}/*`, B, false],
  [resource, B, `${B}/k`, false],
  [resource, `${B}/*`, `${B}-2/k`, false],
  [resource, `${B}*`, `${B}-2/k`, true],
  ...['1/test/object.jpg', '1/2/test/object.jpg', '1/2/test/3/object.jpg', '1/2/3/test/4/object.jpg', '1///test///object.jpg', '1/test/.jpg', '/test/object.jpg', '1/test/'].map(
    (key) => [resource, `${B}/*/test/*`, `${B}/${key}`, true] as const,
  ),
  ...['1-test/object.jpg', 'test/object.jpg', '1/2/test.jpg'].map((key) => [resource, `${B}/*/test/*`, `${B}/${key}`, false] as const),
  [resource, 'arn:aws:iam::111122223333:user/accounting/*', 'arn:aws:iam::111122223333:user/accounting/ada', true],
  [resource, 'arn:aws:iam::111122223333:user/accounting/*', 'arn:aws:iam::111122223333:user/ada', false],
  [resource, 'arn:aws:iam::111122223333:user/Bob', 'arn:aws:iam::111122223333:user/bob', false],
  [resource, ['arn:aws:dynamodb:us-east-2:1:table/books_table', 'arn:aws:dynamodb:us-east-2:1:table/magazines_table'], 'arn:aws:dynamodb:us-east-2:1:table/magazines_table', true],
  [resource, 'arn:aws:kinesis:*:111122223333:stream/s', 'arn:aws:kinesis:us-east-1:111122223333:stream/s', true],
  [resource, 'arn:aws:kinesis:us-east-?:111122223333:stream/s', 'arn:aws:kinesis:us-east-1:111122223333:stream/s', true],
  [resource, 'arn:aws:kinesis:us-east-?:111122223333:stream/s', 'arn:aws:kinesis:us-east-12:111122223333:stream/s', false],
  [resource, 'arn:aws:kinesis:*:*:stream/s', 'arn:aws:kinesis:us-east-1:111122223333:stream/s', true],
  [resource, 'arn:aws:kinesis:us-west-2:*:stream/s', 'arn:aws:kinesis:us-east-1:111122223333:stream/s', false],
  [resource, 'arn:aws:dynamodb:*:table/prod-*', 'arn:aws:dynamodb:us-east-1:111122223333:table/prod-x', true],
  [resource, 'arn:aws:dynamodb:*:table/prod-*', 'arn:aws:dynamodb:us-east-1:111122223333:table/dev-x', false],
  [resource, 'arn:aws:lambda:us-*-1:111122223333:function:f', 'arn:aws:lambda:us-east-1:111122223333:function:f', true],
  [resource, 'arn:aws:lambda:us-*1:111122223333:function:f', 'arn:aws:lambda:us-east-1:9:x-1:111122223333:function:f', false],
  [resource, 'arn:aws:lambda:us-east-1:111122223333:function:f', 'arn:aws:lambda:us-east-1:111122223333:function:f:live', false],
  [resource, 'arn:aws:lambda:us-east-1:111122223333:function:f*', 'arn:aws:lambda:us-east-1:111122223333:function:f:live', true],
  [resource, `${B}/a:b*`, `${B}/a:b:c`, true],
  [unverified, 'arn:aws:s3', `${B}/k`, true],
  [unverified, 'arn:aws:sqs', `${B}/k`, false],
  [unverified, 'arn:aws:kinesis:us-east-1', 'arn:aws:kinesis:us-east-1:111122223333:stream/s', true],
]

test.for(RESOURCES)('%s: Resource %j covers %s: %s', ([, resources, arn, covered]) => {
  expect(holds({ Resource: resources }, { resource: arn }).outcome).toBe(covered ? 'applies' : 'resource')
})

const NOT_RESOURCES: readonly (readonly [page: Page, resources: string | readonly string[], arn: string, covered: boolean])[] = [
  [notResource, ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'], 'arn:aws:s3:::HRBucket/Payroll/x', false],
  [notResource, ['arn:aws:s3:::HRBucket/Payroll', 'arn:aws:s3:::HRBucket/Payroll/*'], 'arn:aws:s3:::HRBucket/Other', true],
  [notResource, 'arn:aws:s3:::HRBucket', 'arn:aws:s3:::HRBucket', false],
  [variables, `${B}/\${aws:username}`, `${B}/ada`, true],
]

test.for(NOT_RESOURCES)('%s: NotResource %j covers %s: %s', ([, resources, arn, covered]) => {
  expect(holds({ Resource: undefined, NotResource: resources }, { resource: arn }).outcome).toBe(covered ? 'applies' : 'resource')
})

const NAMED = { 'aws:username': 'ada', 'aws:PrincipalTag/department': 'hr', 'aws:PrincipalTag/wild': '*' }
const FILLED: readonly (readonly [page: Page, resource: string, arn: string, covered: boolean, context?: object])[] = [
  [variables, 'arn:aws:s3:::mybucket/${aws:username}/*', 'arn:aws:s3:::mybucket/ada/x', true],
  [variables, 'arn:aws:s3:::mybucket/${aws:username}/*', 'arn:aws:s3:::mybucket/bob/x', false],
  [variables, 'arn:aws:s3:::mybucket/${aws:username}/*', 'arn:aws:s3:::mybucket//x', false, {}],
  [variables, 'arn:aws:sqs:us-east-2:*:${aws:username}-queue', 'arn:aws:sqs:us-east-2:1:ada-queue', true],
  [variables, 'arn:aws:s3:::bucket/${aws:PrincipalTag/department}', 'arn:aws:s3:::bucket/hr', true],
  [variables, "arn:aws:s3:::bucket/${aws:userid, 'anonymous'}", 'arn:aws:s3:::bucket/anonymous', true],
  [variables, 'arn:aws:s3:::bucket/a${*}', 'arn:aws:s3:::bucket/a*', true],
  [variables, 'arn:aws:s3:::bucket/a${*}', 'arn:aws:s3:::bucket/ab', false],
  [variables, 'arn:aws:s3:::bucket/a${$}{b}', 'arn:aws:s3:::bucket/a${b}', true],
  [variables, 'arn:aws:s3::${aws:PrincipalAccount}:bucket', 'arn:aws:s3::1:bucket', false, { 'aws:PrincipalAccount': '1' }],
  [unverified, 'arn:aws:s3:::bucket/${aws:PrincipalTag/wild}', 'arn:aws:s3:::bucket/hr', false],
]

test.for(FILLED)('%s: Resource %s covers %s: %s', ([, text, arn, covered, context = NAMED]) => {
  expect(holds({ Resource: text }, { resource: arn }, context).outcome).toBe(covered ? 'applies' : 'resource')
})

type Close = 'direct' | 'role' | 'account' | undefined
const PRINCIPALS: readonly (readonly [page: Page, principal: unknown, who: Principal, close: Close])[] = [
  [principal, { AWS: '111122223333' }, USER, 'account'],
  [principal, { AWS: 'arn:aws:iam::111122223333:root' }, USER, 'account'],
  [principal, { AWS: 'arn:aws:iam::111122223333:root' }, SESSION, 'account'],
  [principal, { AWS: 'arn:aws:iam::111122223333:root' }, FEDERATED, 'account'],
  [principal, { AWS: 'arn:aws:iam::111122223333:root' }, ROOT, 'direct'],
  [principal, { AWS: '111122223333' }, ROOT, 'direct'],
  [principal, { AWS: '444455556666' }, USER, undefined],
  [principal, { AWS: ['444455556666', '111122223333'] }, USER, 'account'],
  [principal, { AWS: USER.arn }, USER, 'direct'],
  [principal, { AWS: 'arn:aws:iam::111122223333:user/eng/Ada' }, USER, undefined],
  [principal, { AWS: 'arn:aws:iam::111122223333:user/*' }, USER, undefined],
  [principal, { AWS: 'arn:aws:iam::*:root' }, USER, undefined],
  [principal, { AWS: ROLE }, SESSION, 'role'],
  [principal, { AWS: 'arn:aws:iam::111122223333:role/app' }, SESSION, undefined],
  [principal, { AWS: SESSION.arn }, SESSION, 'direct'],
  [principal, { AWS: 'arn:aws:sts::111122223333:assumed-role/app/*' }, SESSION, undefined],
  [principal, { AWS: [ROLE, SESSION.arn] }, SESSION, 'direct'],
  [principal, { AWS: FEDERATED.arn }, FEDERATED, 'direct'],
  [PAGES.logic, { AWS: USER.arn }, FEDERATED, 'role'],
  [principal, { Service: 's3.amazonaws.com' }, S3, 'direct'],
  [principal, { Service: ['ecs.amazonaws.com', 's3.amazonaws.com'] }, S3, 'direct'],
  [principal, { Service: 'sns.amazonaws.com' }, S3, undefined],
  [principal, { Service: 's3.amazonaws.com' }, USER, undefined],
  [principal, { AWS: '111122223333' }, S3, undefined],
  [principal, '*', USER, 'direct'],
  [principal, '*', OTHER, 'direct'],
  [principal, '*', ANONYMOUS, 'direct'],
  [principal, { AWS: '*' }, ANONYMOUS, 'direct'],
  [keys, '*', S3, 'direct'],
  [principal, { AWS: '111122223333' }, ANONYMOUS, undefined],
  [principal, { CanonicalUser: '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be' }, USER, undefined],
  [principal, { CanonicalUser: 'x', AWS: '111122223333' }, USER, 'account'],
  [grammar, {}, USER, undefined],
  [unverified, { Service: '*' }, S3, undefined],
  [unverified, { Other: USER.arn, constructor: 'x' }, USER, undefined],
]

test.for(PRINCIPALS)('%s: Principal %j names %j: %s', ([, wanted, who, close]) => {
  const finding = holds({ Principal: wanted }, { who })
  expect(finding.closeness).toBe(close)
  expect(finding.outcome).toBe(close ? 'applies' : 'principal')
})

test(`${principal}: a web identity's provider`, () => {
  const statement = { Principal: { Federated: 'cognito-identity.amazonaws.com' } }
  expect(holds(statement, { who: ANONYMOUS }, { 'aws:FederatedProvider': 'cognito-identity.amazonaws.com' }).outcome).toBe('applies')
  expect(holds(statement, { who: ANONYMOUS }, { 'aws:FederatedProvider': 'accounts.google.com' }).outcome).toBe('principal')
  expect(holds(statement, { who: ANONYMOUS }).outcome).toBe('principal')
})

const BOB_ROOT = 'arn:aws:iam::444455556666:root'
const APP_ROOT = 'arn:aws:iam::111122223333:root'
const NOT_PRINCIPALS: readonly (readonly [page: Page, effect: 'Allow' | 'Deny', principal: unknown, who: Principal, applies: boolean])[] = [
  [notPrincipal, 'Deny', { AWS: [OTHER.arn, BOB_ROOT] }, OTHER, false],
  [notPrincipal, 'Deny', { AWS: [OTHER.arn, BOB_ROOT] }, USER, true],
  [notPrincipal, 'Deny', { AWS: [OTHER.arn] }, OTHER, true],
  [notPrincipal, 'Deny', { AWS: [BOB_ROOT] }, OTHER, true],
  [notPrincipal, 'Deny', { AWS: [SESSION.arn, ROLE, APP_ROOT] }, SESSION, false],
  [notPrincipal, 'Deny', { AWS: [SESSION.arn, APP_ROOT] }, SESSION, true],
  [notPrincipal, 'Deny', { AWS: [SESSION.arn, ROLE] }, SESSION, true],
  [notPrincipal, 'Deny', { AWS: [ROLE, APP_ROOT] }, SESSION, true],
  [notPrincipal, 'Deny', { AWS: [APP_ROOT] }, ROOT, false],
  [notPrincipal, 'Deny', { AWS: [OTHER.arn, BOB_ROOT] }, ANONYMOUS, true],
  [notPrincipal, 'Deny', { AWS: [OTHER.arn, '444455556666'] }, OTHER, false],
  [notPrincipal, 'Deny', { Service: 's3.amazonaws.com' }, S3, false],
  [notPrincipal, 'Deny', { Service: 'sns.amazonaws.com' }, S3, true],
  [notPrincipal, 'Allow', { AWS: OTHER.arn }, USER, true],
  [notPrincipal, 'Allow', { AWS: OTHER.arn }, OTHER, false],
  [notPrincipal, 'Allow', { AWS: OTHER.arn }, ANONYMOUS, true],
  [unverified, 'Allow', { AWS: ROLE }, SESSION, false],
  [unverified, 'Allow', { AWS: APP_ROOT }, USER, false],
  [unverified, 'Deny', '*', USER, false],
]

test.for(NOT_PRINCIPALS)('%s: %s with NotPrincipal %j is about %j: %s', ([, effect, named, who, applies]) => {
  expect(holds({ Effect: effect, NotPrincipal: named }, { who }).outcome).toBe(applies ? 'applies' : 'principal')
})

test('a pattern of many wildcards takes no time to speak of', () => {
  const key = `arn:aws:s3:::${'a:'.repeat(2000)}`
  expect(holds({ Resource: `arn:*:*:*:*:*:${'*a'.repeat(60)}b` }, { resource: key }).outcome).toBe('resource')
  expect(holds({ Action: `s3:${'*e'.repeat(60)}x` }, { action: `s3:${'e'.repeat(500)}` }).outcome).toBe('action')
})

test('what is no policy allows and denies nothing', () => {
  for (const document of ['', '[]', 'null', '{"Statement":7}', '{"Statement":[{"Effect":"allow","Action":"*","Resource":"*"}]}', '{"Statement":{"Effect":"Allow"}}'])
    expect(readPolicy(document).statements).toEqual([])
})
