import { expect, test } from 'vitest'
import { rootPrincipal, servicePrincipal, type Principal } from '../../../kernel/context.ts'
import { decide, type Decision, type PolicySet } from './decide.ts'
import { PAGES, type Page } from './aws-pages.ts'

const { logic, abroad, boundaries, principal, lambda, keys, unverified } = PAGES

const [HOME, AWAY] = ['111122223333', '444455556666']
const RESOURCE = 'arn:aws:kinesis:us-east-1:111122223333:stream/s'

const USER: Principal = { type: 'user', account: HOME, arn: `arn:aws:iam::${HOME}:user/ada`, userId: 'AIDA1' }
const ROLE = `arn:aws:iam::${HOME}:role/app`
const SESSION: Principal = { type: 'assumed-role', account: HOME, arn: `arn:aws:sts::${HOME}:assumed-role/app/s1`, userId: 'AROA1:s1', roleArn: ROLE }
const FEDERATED: Principal = {
  type: 'federated-user', account: HOME, arn: `arn:aws:sts::${HOME}:federated-user/bob`, userId: `${HOME}:bob`, session: { issuedAt: 0, issuer: USER.arn },
}
const OF_ROOT: Principal = { ...FEDERATED, session: { issuedAt: 0, issuer: `arn:aws:iam::${HOME}:root` } }
const ROOT = rootPrincipal(HOME)
const ANONYMOUS: Principal = { type: 'anonymous', account: HOME, arn: 'anonymous', userId: 'anonymous' }
const S3 = servicePrincipal('s3.amazonaws.com', HOME)

const statement = (Effect: 'Allow' | 'Deny', more: object = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect, Action: 'kinesis:PutRecord', Resource: RESOURCE, ...more } })
const policy = (document: string) => ({ name: 'p', document })
const A = [policy(statement('Allow'))]
const D = [policy(statement('Deny'))]
const NONE = [policy(statement('Allow', { Action: 'sqs:*' }))]

const at = (kind: 'resource' | 'trust', Effect: 'Allow' | 'Deny', Principal: unknown) => [
  { ...policy(statement(Effect, kind === 'trust' ? { Principal, Resource: undefined } : { Principal })), kind },
]
const grants = (Principal: unknown) => at('resource', 'Allow', Principal)
const refuses = (Principal: unknown) => at('resource', 'Deny', Principal)
const trusts = (Principal: unknown) => at('trust', 'Allow', Principal)
const account = (id: string) => ({ AWS: `arn:aws:iam::${id}:root` })

type Row = readonly [page: Page, title: string, who: Principal, owner: string, policies: Partial<PolicySet>, decision: Decision['decision'], reason: Decision['reason']]

const AT_HOME: readonly Row[] = [
  [logic, 'nothing says anything', USER, HOME, {}, 'implicitDeny', 'identity'],
  [logic, 'the identity policy allows', USER, HOME, { identity: A }, 'allow', 'identity'],
  [logic, 'the identity policy denies', USER, HOME, { identity: D }, 'explicitDeny', 'identity'],
  [logic, 'it allows something else', USER, HOME, { identity: NONE }, 'implicitDeny', 'identity'],
  [logic, 'one allows, another denies', USER, HOME, { identity: [...A, ...D] }, 'explicitDeny', 'identity'],
  [logic, 'the order does not matter', USER, HOME, { identity: [...D, ...A] }, 'explicitDeny', 'identity'],
  [logic, 'root needs no policy', ROOT, HOME, {}, 'allow', 'root'],
  [logic, 'root is refused by a resource policy', ROOT, HOME, { resource: refuses('*') }, 'explicitDeny', 'resource'],
  [logic, 'a role’s session has its role’s policies', SESSION, HOME, { identity: A }, 'allow', 'identity'],
  [logic, 'both allow', USER, HOME, { identity: A, resource: grants({ AWS: USER.arn }) }, 'allow', 'identity'],
  [logic, 'only the resource policy allows', USER, HOME, { resource: grants({ AWS: USER.arn }) }, 'allow', 'resource'],
  [logic, 'only the identity policy allows', USER, HOME, { identity: A, resource: grants({ AWS: `arn:aws:iam::${HOME}:user/bob` }) }, 'allow', 'identity'],
  [logic, 'the resource policy denies', USER, HOME, { identity: A, resource: refuses({ AWS: USER.arn }) }, 'explicitDeny', 'resource'],
  [logic, 'the identity policy denies what the resource policy allows', USER, HOME, { identity: D, resource: grants({ AWS: USER.arn }) }, 'explicitDeny', 'identity'],
  [logic, 'the resource policy denies somebody else', USER, HOME, { identity: A, resource: refuses({ AWS: `arn:aws:iam::${HOME}:user/bob` }) }, 'allow', 'identity'],
  [principal, 'an account in a resource policy leaves it to identity policies', USER, HOME, { resource: grants(account(HOME)) }, 'implicitDeny', 'identity'],
  [principal, 'the account is named and the identity policy allows', USER, HOME, { identity: A, resource: grants(account(HOME)) }, 'allow', 'identity'],
  [principal, 'a denied account is all of it', USER, HOME, { identity: A, resource: refuses(account(HOME)) }, 'explicitDeny', 'resource'],
  [principal, 'a denied account is its root too', ROOT, HOME, { resource: refuses(account(HOME)) }, 'explicitDeny', 'resource'],
  [principal, 'everybody is allowed: nothing else is needed at home', USER, HOME, { resource: grants('*') }, 'allow', 'resource'],
  [principal, 'everybody is allowed, a role’s session too', SESSION, HOME, { resource: grants({ AWS: '*' }) }, 'allow', 'resource'],
  [logic, 'a policy that names the role is enough', SESSION, HOME, { resource: grants({ AWS: ROLE }) }, 'allow', 'resource'],
  [logic, 'a policy that names the session is enough', SESSION, HOME, { resource: grants({ AWS: SESSION.arn }) }, 'allow', 'resource'],
  [logic, 'a denied role is its sessions', SESSION, HOME, { identity: A, resource: refuses({ AWS: ROLE }) }, 'explicitDeny', 'resource'],
  [unverified, 'a resource policy without principals is about nobody', USER, HOME, { resource: grants(undefined) }, 'implicitDeny', 'identity'],
  [unverified, 'nor does it deny anybody', USER, HOME, { identity: A, resource: refuses(undefined) }, 'allow', 'identity'],
]

const LIMITED: readonly Row[] = [
  [boundaries, 'boundary and identity policy allow', USER, HOME, { identity: A, boundary: A }, 'allow', 'identity'],
  [boundaries, 'a boundary gives nothing by itself', USER, HOME, { boundary: A }, 'implicitDeny', 'identity'],
  [boundaries, 'a boundary that does not allow', USER, HOME, { identity: A, boundary: NONE }, 'implicitDeny', 'boundary'],
  [boundaries, 'a boundary that denies', USER, HOME, { identity: A, boundary: [...A, ...D] }, 'explicitDeny', 'boundary'],
  [boundaries, 'a boundary’s deny beats a resource policy', USER, HOME, { resource: grants({ AWS: USER.arn }), boundary: D }, 'explicitDeny', 'boundary'],
  [boundaries, 'a boundary without statements', USER, HOME, { identity: A, boundary: [policy('{}')] }, 'implicitDeny', 'boundary'],
  [boundaries, 'a role’s boundary', SESSION, HOME, { identity: A, boundary: NONE }, 'implicitDeny', 'boundary'],
  [boundaries, 'root has none', ROOT, HOME, { boundary: NONE }, 'allow', 'root'],
  [logic, 'a user named in a resource policy is past its boundary', USER, HOME, { resource: grants({ AWS: USER.arn }), boundary: NONE }, 'allow', 'resource'],
  [logic, 'a role named in a resource policy is not', SESSION, HOME, { resource: grants({ AWS: ROLE }), boundary: NONE }, 'implicitDeny', 'boundary'],
  [logic, 'a session named in a resource policy is', SESSION, HOME, { resource: grants({ AWS: SESSION.arn }), boundary: NONE }, 'allow', 'resource'],
  [principal, 'everybody named in a resource policy is', SESSION, HOME, { resource: grants('*'), boundary: NONE }, 'allow', 'resource'],
  [logic, 'a session policy that allows', SESSION, HOME, { identity: A, session: A }, 'allow', 'identity'],
  [logic, 'a session policy that does not', SESSION, HOME, { identity: A, session: NONE }, 'implicitDeny', 'session'],
  [logic, 'a session policy gives nothing by itself', SESSION, HOME, { session: A }, 'implicitDeny', 'identity'],
  [logic, 'a session policy that denies', SESSION, HOME, { identity: A, session: [...A, ...D] }, 'explicitDeny', 'session'],
  [logic, 'a session policy of nothing', SESSION, HOME, { identity: A, session: [] }, 'implicitDeny', 'session'],
  [logic, 'boundary, session and identity allow', SESSION, HOME, { identity: A, boundary: A, session: A }, 'allow', 'identity'],
  [logic, 'the boundary is asked before the session', SESSION, HOME, { identity: A, boundary: NONE, session: NONE }, 'implicitDeny', 'boundary'],
  [logic, 'a role named in a resource policy is limited by its session', SESSION, HOME, { resource: grants({ AWS: ROLE }), session: NONE }, 'implicitDeny', 'session'],
  [logic, 'it is allowed where the session policy allows', SESSION, HOME, { resource: grants({ AWS: ROLE }), session: A }, 'allow', 'resource'],
  [logic, 'a session named in a resource policy is past its session policy', SESSION, HOME, { resource: grants({ AWS: SESSION.arn }), session: NONE }, 'allow', 'resource'],
  [logic, 'a federated user has nothing without a session policy', FEDERATED, HOME, { identity: A }, 'implicitDeny', 'session'],
  [logic, 'its session policy and its user’s allow', FEDERATED, HOME, { identity: A, session: A }, 'allow', 'identity'],
  [logic, 'its user’s policies do not allow', FEDERATED, HOME, { session: A }, 'implicitDeny', 'identity'],
  [logic, 'the federated user is named in a resource policy', FEDERATED, HOME, { resource: grants({ AWS: FEDERATED.arn }) }, 'allow', 'resource'],
  [logic, 'its user is named in a resource policy: limited by the session policy', FEDERATED, HOME, { resource: grants({ AWS: USER.arn }), session: NONE }, 'implicitDeny', 'session'],
  [logic, 'and by the boundary', FEDERATED, HOME, { resource: grants({ AWS: USER.arn }), boundary: NONE, session: A }, 'implicitDeny', 'boundary'],
  [logic, 'its user is named, and the session policy allows', FEDERATED, HOME, { resource: grants({ AWS: USER.arn }), session: A }, 'allow', 'resource'],
  [unverified, 'a federated root user has what its session policy allows', OF_ROOT, HOME, { session: A }, 'allow', 'root'],
  [unverified, 'and no more', OF_ROOT, HOME, { session: NONE }, 'implicitDeny', 'session'],
]

const ABROAD: readonly Row[] = [
  [abroad, 'both accounts allow', USER, AWAY, { identity: A, resource: grants({ AWS: USER.arn }) }, 'allow', 'identity'],
  [abroad, 'both allow: the account is enough', USER, AWAY, { identity: A, resource: grants(account(HOME)) }, 'allow', 'identity'],
  [abroad, 'both allow: a role', SESSION, AWAY, { identity: A, resource: grants({ AWS: ROLE }) }, 'allow', 'identity'],
  [abroad, 'both allow: a session', SESSION, AWAY, { identity: A, resource: grants({ AWS: SESSION.arn }) }, 'allow', 'identity'],
  [abroad, 'only the caller’s account allows', USER, AWAY, { identity: A }, 'implicitDeny', 'resource'],
  [abroad, 'only the resource’s account allows', USER, AWAY, { resource: grants({ AWS: USER.arn }) }, 'implicitDeny', 'identity'],
  [abroad, 'a session that is named needs its role’s policies too', SESSION, AWAY, { resource: grants({ AWS: SESSION.arn }) }, 'implicitDeny', 'identity'],
  [principal, 'everybody is allowed: other accounts need identity policies', USER, AWAY, { resource: grants('*') }, 'implicitDeny', 'identity'],
  [principal, 'everybody is allowed, with an identity policy', USER, AWAY, { identity: A, resource: grants('*') }, 'allow', 'identity'],
  [abroad, 'the resource policy names another account', USER, AWAY, { identity: A, resource: grants(account(AWAY)) }, 'implicitDeny', 'resource'],
  [abroad, 'the resource policy denies', USER, AWAY, { identity: A, resource: [...grants(account(HOME)), ...refuses({ AWS: USER.arn })] }, 'explicitDeny', 'resource'],
  [abroad, 'the identity policy denies', USER, AWAY, { identity: D, resource: grants(account(HOME)) }, 'explicitDeny', 'identity'],
  [abroad, 'the boundary limits', USER, AWAY, { identity: A, boundary: NONE, resource: grants({ AWS: USER.arn }) }, 'implicitDeny', 'boundary'],
  [abroad, 'the session policy limits', SESSION, AWAY, { identity: A, session: NONE, resource: grants({ AWS: SESSION.arn }) }, 'implicitDeny', 'session'],
  [abroad, 'root of another account is let in by the resource policy', ROOT, AWAY, { resource: grants(account(HOME)) }, 'allow', 'resource'],
  [abroad, 'root of another account is not by itself', ROOT, AWAY, {}, 'implicitDeny', 'resource'],
  [unverified, 'neither allows: the caller’s side is told', USER, AWAY, {}, 'implicitDeny', 'identity'],
]

const TRUST: readonly Row[] = [
  [logic, 'a trust policy must allow, whatever the identity may', USER, HOME, { identity: A, resource: trusts({ AWS: `arn:aws:iam::${HOME}:user/bob` }) }, 'implicitDeny', 'trust'],
  [logic, 'a trust policy that names the user is enough', USER, HOME, { resource: trusts({ AWS: USER.arn }) }, 'allow', 'trust'],
  [principal, 'one that names the account leaves it to identity policies', USER, HOME, { resource: trusts(account(HOME)) }, 'implicitDeny', 'identity'],
  [principal, 'the account is named, and the identity policy allows', USER, HOME, { identity: A, resource: trusts(account(HOME)) }, 'allow', 'identity'],
  [logic, 'a role that is named', SESSION, HOME, { resource: trusts({ AWS: ROLE }) }, 'allow', 'trust'],
  [logic, 'a role that is named, within its boundary', SESSION, HOME, { resource: trusts({ AWS: ROLE }), boundary: NONE }, 'implicitDeny', 'boundary'],
  [logic, 'the trust policy denies', USER, HOME, { identity: A, resource: [...trusts(account(HOME)), ...at('trust', 'Deny', { AWS: USER.arn })] }, 'explicitDeny', 'trust'],
  [abroad, 'from another account both are needed', USER, AWAY, { identity: A, resource: trusts({ AWS: USER.arn }) }, 'allow', 'identity'],
  [abroad, 'without the identity policy', USER, AWAY, { resource: trusts({ AWS: USER.arn }) }, 'implicitDeny', 'identity'],
  [abroad, 'without the trust policy', USER, AWAY, { identity: A, resource: trusts(account(AWAY)) }, 'implicitDeny', 'trust'],
  [principal, 'a service that is named', S3, HOME, { resource: trusts({ Service: 's3.amazonaws.com' }) }, 'allow', 'trust'],
  [principal, 'another service', S3, HOME, { resource: trusts({ Service: 'lambda.amazonaws.com' }) }, 'implicitDeny', 'trust'],
  [unverified, 'root is let in where the account is named', ROOT, HOME, { resource: trusts(account(HOME)) }, 'allow', 'trust'],
]

const OTHERS: readonly Row[] = [
  [lambda, 'a service with a permission', S3, HOME, { resource: grants({ Service: 's3.amazonaws.com' }) }, 'allow', 'resource'],
  [lambda, 'a service without', S3, HOME, {}, 'implicitDeny', 'resource'],
  [lambda, 'another service’s permission', S3, HOME, { resource: grants({ Service: 'sns.amazonaws.com' }) }, 'implicitDeny', 'resource'],
  [lambda, 'identity policies are nothing to a service', S3, HOME, { identity: A }, 'implicitDeny', 'resource'],
  [keys, 'a deny for everybody is one for services', S3, HOME, { resource: [...grants({ Service: 's3.amazonaws.com' }), ...refuses('*')] }, 'explicitDeny', 'resource'],
  [principal, 'nobody in particular, where everybody may', ANONYMOUS, HOME, { resource: grants('*') }, 'allow', 'resource'],
  [principal, 'nobody in particular, where an account may', ANONYMOUS, HOME, { resource: grants(account(HOME)) }, 'implicitDeny', 'resource'],
  [principal, 'nobody in particular, and no policy', ANONYMOUS, HOME, { identity: A }, 'implicitDeny', 'resource'],
]

test.for([...AT_HOME, ...LIMITED, ...ABROAD, ...TRUST, ...OTHERS])('%s: %s', ([, , who, owner, policies, decision, reason]) => {
  const request = { principal: who, action: 'kinesis:PutRecord', resource: RESOURCE, resourceAccount: owner, context: {} }
  expect(decide(request, { identity: [], resource: [], ...policies })).toMatchObject({ decision, reason })
})

/** The example of the page "Policy evaluation logic": Carlos, his bucket, and the logs. */
const CARLOS: Principal = { type: 'user', account: HOME, arn: `arn:aws:iam::${HOME}:user/carlossalazar`, userId: 'AIDA3' }
const CARLOS_OWN = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'AllowS3ListRead', Effect: 'Allow', Action: ['s3:GetBucketLocation', 's3:ListAllMyBuckets'], Resource: 'arn:aws:s3:::*' },
    { Sid: 'AllowS3Self', Effect: 'Allow', Action: 's3:*', Resource: ['arn:aws:s3:::carlossalazar/*', 'arn:aws:s3:::carlossalazar'] },
    { Sid: 'DenyS3Logs', Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::*log*' },
  ],
})
const CARLOS_BUCKET = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: CARLOS.arn }, Action: 's3:*', Resource: ['arn:aws:s3:::carlossalazar/*', 'arn:aws:s3:::carlossalazar'] }],
})
const S3_CASES: readonly (readonly [action: string, resource: string, decision: Decision['decision'], sid: string | undefined])[] = [
  ['s3:PutObject', 'arn:aws:s3:::carlossalazar-logs/x', 'explicitDeny', 'DenyS3Logs'],
  ['s3:PutObject', 'arn:aws:s3:::carlossalazar/x', 'allow', 'AllowS3Self'],
  ['s3:PutObject', 'arn:aws:s3:::carlossalazar/logs/x', 'explicitDeny', 'DenyS3Logs'],
  ['s3:ListBucket', 'arn:aws:s3:::carlossalazar', 'allow', 'AllowS3Self'],
  ['s3:GetBucketLocation', 'arn:aws:s3:::other', 'allow', 'AllowS3ListRead'],
  ['s3:PutObject', 'arn:aws:s3:::other/x', 'implicitDeny', undefined],
  ['s3:ListAllMyBuckets', '*', 'implicitDeny', undefined],
]

test.for(S3_CASES)(`${logic}: Carlos asks for %s on %s`, ([action, resource, decision, sid]) => {
  const request = { principal: CARLOS, action, resource, resourceAccount: HOME, context: {} }
  const policies: PolicySet = { identity: [policy(CARLOS_OWN)], resource: [{ kind: 'resource', ...policy(CARLOS_BUCKET) }] }
  const found = decide(request, resource.includes(':::carlossalazar/') ? policies : { ...policies, resource: [] })
  expect(found.decision).toBe(decision)
  expect(found.matched[0]?.statement.sid).toBe(sid)
})

test('what was near is told, with what kept it from applying', () => {
  const conditional = statement('Allow', { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } })
  const elsewhere = statement('Allow', { Resource: 'arn:aws:kinesis:us-east-1:111122223333:stream/other' })
  const request = { principal: USER, action: 'kinesis:PutRecord', resource: RESOURCE, resourceAccount: HOME, context: { 'aws:SourceIp': '127.0.0.1' } }
  const { considered } = decide(request, { identity: [policy(conditional), policy(elsewhere), ...NONE], resource: refuses({ AWS: ROLE }) })
  expect(considered.map(({ outcome, unmet }) => [outcome, unmet?.key])).toEqual([
    ['condition', 'aws:SourceIp'],
    ['resource', undefined],
    ['principal', undefined],
  ])
})
