import { expect, test } from 'vitest'
import { globalContextKeys } from './authorize.ts'
import { rootPrincipal, servicePrincipal, type Principal } from './context.ts'

const facts = { region: 'eu-west-1', now: Date.parse('2024-05-06T07:08:09.123Z') }
const request = { remoteAddress: '::ffff:127.0.0.1', headers: { 'user-agent': 'aws-cli/2', referer: 'http://x/' } }
const ACCOUNT = '111122223333'
const keysOf = (principal: Principal) => globalContextKeys({ ...facts, principal, request })

test('every request says when, where to and how it came', () => {
  expect(keysOf(rootPrincipal(ACCOUNT))).toEqual({
    'aws:CurrentTime': '2024-05-06T07:08:09Z',
    'aws:EpochTime': '1714979289',
    'aws:RequestedRegion': 'eu-west-1',
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:PrincipalIsAWSService': 'false',
    'aws:SourceIp': '127.0.0.1',
    'aws:UserAgent': 'aws-cli/2',
    'aws:Referer': 'http://x/',
    'aws:PrincipalType': 'Account',
    'aws:PrincipalAccount': ACCOUNT,
    'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:root`,
    'aws:userid': ACCOUNT,
  })
})

test('a user has a name, and no token with a lasting key', () => {
  const keys = keysOf({ type: 'user', account: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:user/eng/ada`, userId: 'AIDA1' })
  expect(keys).toMatchObject({ 'aws:PrincipalType': 'User', 'aws:username': 'ada', 'aws:userid': 'AIDA1' })
  expect(keys).not.toHaveProperty('aws:TokenIssueTime')
  expect(keys).not.toHaveProperty('aws:MultiFactorAuthPresent')
})

test('a role’s session goes by its role’s ARN, and brings its tags', () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/app`
  const session = { issuedAt: facts.now - 1000, tags: { team: 'blue' }, sourceIdentity: 'ada', federatedProvider: 'accounts.google.com' }
  const keys = keysOf({ type: 'assumed-role', account: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app/s`, userId: 'AROA1:s', roleArn: role, session })
  expect(keys).toMatchObject({
    'aws:PrincipalArn': role,
    'aws:PrincipalType': 'AssumedRole',
    'aws:userid': 'AROA1:s',
    'aws:TokenIssueTime': '2024-05-06T07:08:08Z',
    'aws:MultiFactorAuthPresent': 'false',
    'aws:PrincipalTag/team': 'blue',
    'aws:SourceIdentity': 'ada',
    'aws:FederatedProvider': 'accounts.google.com',
  })
  expect(keys).not.toHaveProperty('aws:username')
})

test('a service has neither address nor account, but a source', () => {
  const source = { arn: 'arn:aws:s3:::b', account: ACCOUNT }
  const keys = globalContextKeys({ ...facts, principal: servicePrincipal('s3.amazonaws.com', ACCOUNT), request, source })
  expect(keys).toMatchObject({
    'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': 's3.amazonaws.com', 'aws:SourceArn': 'arn:aws:s3:::b', 'aws:SourceAccount': ACCOUNT,
  })
  for (const key of ['aws:SourceIp', 'aws:PrincipalArn', 'aws:PrincipalAccount', 'aws:userid']) expect(keys).not.toHaveProperty(key)
})

test('nobody in particular', () => {
  const keys = keysOf({ type: 'anonymous', account: ACCOUNT, arn: 'anonymous', userId: 'anonymous' })
  expect(keys).toMatchObject({ 'aws:PrincipalType': 'Anonymous', 'aws:userid': 'anonymous', 'aws:SourceIp': '127.0.0.1' })
  expect(keys).not.toHaveProperty('aws:PrincipalArn')
})
