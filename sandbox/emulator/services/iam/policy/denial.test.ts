import { expect, test } from 'vitest'
import type { Principal } from '../../../kernel/context.ts'
import { decide, type PolicySet } from './decide.ts'
import { denialOf } from './denial.ts'
import { PAGES, type Page } from './aws-pages.ts'

const { denials, s3Denials, unverified } = PAGES
/** Seen in many public reports of AWS's own answers, though on no page of its own. */
const REPORTED = 'AWS’s answers as reported'

const HOME = '123456789012'
const USER: Principal = { type: 'user', account: HOME, arn: `arn:aws:iam::${HOME}:user/JohnDoe`, userId: 'AIDA1' }
const SESSION: Principal = { type: 'assumed-role', account: HOME, arn: `arn:aws:sts::${HOME}:assumed-role/app/f`, userId: 'AROA1:f', roleArn: `arn:aws:iam::${HOME}:role/app` }
const ANONYMOUS: Principal = { type: 'anonymous', account: HOME, arn: 'anonymous', userId: 'anonymous' }

const document = (Effect: string, more = {}) => JSON.stringify({ Statement: { Effect, Action: '*', Resource: '*', ...more } })
const ALLOW = [{ name: 'p', document: document('Allow') }]
const DENY = [{ name: 'p', document: document('Deny') }]
const MANAGED = [{ name: 'P', arn: `arn:aws:iam::${HOME}:policy/P`, document: document('Deny') }]
const of = (kind: 'resource' | 'trust', effect: string) => [{ kind, name: 'p', document: document(effect, { Principal: '*' }) }]
const TRUST = [{ kind: 'trust' as const, name: 't', document: document('Allow', { Principal: { Service: 'x' } }) }]

const STREAM = `arn:aws:kinesis:us-east-1:${HOME}:stream/s`
const DEPLOY = `arn:aws:codedeploy:us-east-1:${HOME}:deploymentgroup:*`

type Row = readonly [
  page: Page | typeof REPORTED, who: Principal, action: string, resource: string, policies: Partial<PolicySet>,
  code: string, status: number, message: string, owner?: string,
]
const user = (rest: string) => `User: ${USER.arn} is not authorized to perform: ${rest}`
const role = (rest: string) => `User: ${SESSION.arn} is not authorized to perform: ${rest}`

const ROWS: readonly Row[] = [
  [denials, USER, 'codecommit:ListRepositories', '*', {}, 'AccessDeniedException', 400, user('codecommit:ListRepositories because no identity-based policy allows the codecommit:ListRepositories action')],
  [denials, USER, 'codedeploy:ListDeployments', DEPLOY, { identity: DENY }, 'AccessDeniedException', 400, user(`codedeploy:ListDeployments on resource: ${DEPLOY} with an explicit deny in an identity-based policy`)],
  [denials, USER, 'codedeploy:ListDeployments', DEPLOY, { identity: ALLOW, boundary: [] }, 'AccessDeniedException', 400, user(`codedeploy:ListDeployments on resource: ${DEPLOY} because no permissions boundary allows the codedeploy:ListDeployments action`)],
  [denials, USER, 'sagemaker:ListModels', '*', { identity: ALLOW, boundary: DENY }, 'AccessDeniedException', 400, user('sagemaker:ListModels with an explicit deny in a permissions boundary')],
  [denials, SESSION, 'codecommit:ListRepositories', '*', { identity: ALLOW, session: [] }, 'AccessDeniedException', 400, role('codecommit:ListRepositories because no session policy allows the codecommit:ListRepositories action')],
  [denials, SESSION, 'codedeploy:ListDeployments', DEPLOY, { identity: ALLOW, session: DENY }, 'AccessDeniedException', 400, role(`codedeploy:ListDeployments on resource: ${DEPLOY} with an explicit deny in a session policy`)],
  [denials, USER, 'secretsmanager:GetSecretValue', '*', { identity: ALLOW }, 'AccessDeniedException', 400, user('secretsmanager:GetSecretValue because no resource-based policy allows the secretsmanager:GetSecretValue action'), '444455556666'],
  [denials, USER, 'secretsmanager:GetSecretValue', STREAM, { identity: ALLOW, resource: of('resource', 'Deny') }, 'AccessDeniedException', 400, user(`secretsmanager:GetSecretValue on resource: ${STREAM} with an explicit deny in a resource-based policy`)],
  [denials, USER, 'sts:AssumeRole', `arn:aws:iam::${HOME}:role/r`, { identity: ALLOW, resource: of('trust', 'Deny') }, 'AccessDenied', 403, user(`sts:AssumeRole on resource: arn:aws:iam::${HOME}:role/r with an explicit deny in the role trust policy`)],
  [REPORTED, USER, 'sts:AssumeRole', `arn:aws:iam::${HOME}:role/r`, { identity: ALLOW, resource: TRUST }, 'AccessDenied', 403, user(`sts:AssumeRole on resource: arn:aws:iam::${HOME}:role/r`)],
  [REPORTED, USER, 'sts:GetAccessKeyInfo', '*', {}, 'AccessDenied', 403, user('sts:GetAccessKeyInfo because no identity-based policy allows the sts:GetAccessKeyInfo action')],
  [REPORTED, SESSION, 'kinesis:PutRecord', STREAM, {}, 'AccessDeniedException', 400, role(`kinesis:PutRecord on resource: ${STREAM} because no identity-based policy allows the kinesis:PutRecord action`)],
  [REPORTED, SESSION, 'lambda:InvokeFunction', `arn:aws:lambda:us-east-1:${HOME}:function:f`, {}, 'AccessDeniedException', 403, role(`lambda:InvokeFunction on resource: arn:aws:lambda:us-east-1:${HOME}:function:f because no identity-based policy allows the lambda:InvokeFunction action`)],
  [REPORTED, USER, 'lambda:ListFunctions', '*', {}, 'AccessDeniedException', 403, user('lambda:ListFunctions on resource: * because no identity-based policy allows the lambda:ListFunctions action')],
  [REPORTED, USER, 'cognito-idp:CreateUserPool', '*', {}, 'AccessDeniedException', 400, user('cognito-idp:CreateUserPool on resource: * because no identity-based policy allows the cognito-idp:CreateUserPool action')],
  [REPORTED, USER, 'cloudwatch:PutMetricData', '*', {}, 'AccessDenied', 403, user('cloudwatch:PutMetricData because no identity-based policy allows the cloudwatch:PutMetricData action')],
  [REPORTED, USER, 'logs:DescribeLogGroups', `arn:aws:logs:us-east-1:${HOME}:log-group::log-stream:`, {}, 'AccessDeniedException', 400, user(`logs:DescribeLogGroups on resource: arn:aws:logs:us-east-1:${HOME}:log-group::log-stream: because no identity-based policy allows the logs:DescribeLogGroups action`)],
  [REPORTED, USER, 'apigateway:POST', 'arn:aws:apigateway:us-east-1::/apis', {}, 'AccessDeniedException', 403, user('apigateway:POST on resource: arn:aws:apigateway:us-east-1::/apis because no identity-based policy allows the apigateway:POST action')],
  [REPORTED, USER, 'iam:CreateRole', `arn:aws:iam::${HOME}:role/service-role/x`, {}, 'AccessDenied', 403, user(`iam:CreateRole on resource: arn:aws:iam::${HOME}:role/service-role/x because no identity-based policy allows the iam:CreateRole action`)],
  [REPORTED, USER, 'iam:ListUsers', `arn:aws:iam::${HOME}:user/`, {}, 'AccessDenied', 403, user(`iam:ListUsers on resource: arn:aws:iam::${HOME}:user/ because no identity-based policy allows the iam:ListUsers action`)],
  [REPORTED, USER, 'iam:GetRole', `arn:aws:iam::${HOME}:role/path/voclabs`, {}, 'AccessDenied', 403, user('iam:GetRole on resource: role voclabs because no identity-based policy allows the iam:GetRole action')],
  [REPORTED, USER, 'iam:CreatePolicy', `arn:aws:iam::${HOME}:policy/p`, { identity: ALLOW, boundary: [] }, 'AccessDenied', 403, user('iam:CreatePolicy on resource: policy p because no permissions boundary allows the iam:CreatePolicy action')],
  [REPORTED, USER, 'iam:CreatePolicyVersion', `arn:aws:iam::${HOME}:policy/p`, { identity: ALLOW, boundary: MANAGED }, 'AccessDenied', 403, user(`iam:CreatePolicyVersion on resource: policy arn:aws:iam::${HOME}:policy/p with an explicit deny in a permissions boundary: arn:aws:iam::${HOME}:policy/P`)],
  [unverified, USER, 'iam:GetUser', `arn:aws:iam::${HOME}:user/ada`, {}, 'AccessDenied', 403, user('iam:GetUser on resource: user ada because no identity-based policy allows the iam:GetUser action')],
  [REPORTED, USER, 's3:DeleteObject', 'arn:aws:s3:::b/k', { identity: MANAGED }, 'AccessDenied', 403, user(`s3:DeleteObject on resource: "arn:aws:s3:::b/k" with an explicit deny in an identity-based policy: arn:aws:iam::${HOME}:policy/P`)],
  [s3Denials, USER, 's3:GetObject', 'arn:aws:s3:::b/k', {}, 'AccessDenied', 403, user('s3:GetObject on resource: "arn:aws:s3:::b/k" because no identity-based policy allows the s3:GetObject action')],
  [s3Denials, USER, 's3:GetObject', 'arn:aws:s3:::b/k', { identity: ALLOW, resource: of('resource', 'Deny') }, 'AccessDenied', 403, user('s3:GetObject on resource: "arn:aws:s3:::b/k" with an explicit deny in a resource-based policy')],
  [REPORTED, SESSION, 's3:ListBucket', 'arn:aws:s3:::b', { identity: ALLOW, session: [] }, 'AccessDenied', 403, role('s3:ListBucket on resource: "arn:aws:s3:::b" because no session policy allows the s3:ListBucket action')],
  [REPORTED, SESSION, 's3:ListAllMyBuckets', '*', {}, 'AccessDenied', 403, role('s3:ListAllMyBuckets because no identity-based policy allows the s3:ListAllMyBuckets action')],
  [s3Denials, USER, 's3:GetObject', 'arn:aws:s3:::b/k', { identity: ALLOW }, 'AccessDenied', 403, 'Access Denied', '444455556666'],
  [s3Denials, ANONYMOUS, 's3:GetObject', 'arn:aws:s3:::b/k', {}, 'AccessDenied', 403, 'Access Denied'],
  [REPORTED, ANONYMOUS, 'es:ESHttpGet', '*', {}, 'AccessDeniedException', 400, 'User: anonymous is not authorized to perform: es:ESHttpGet because no resource-based policy allows the es:ESHttpGet action'],
]

test.for(ROWS)('%s: %j asks for %s on %s', ([, principal, action, resource, policies, code, status, message, owner = HOME]) => {
  const request = { principal, action, resource, resourceAccount: owner, context: {} }
  const denial = denialOf(request, decide(request, { identity: [], resource: [], ...policies }))
  expect(denial).toMatchObject({ code, status, message })
})

test('what is allowed has no denial', () => {
  const request = { principal: USER, action: 's3:GetObject', resource: '*', resourceAccount: HOME, context: {} }
  expect(denialOf(request, decide(request, { identity: ALLOW, resource: [] }))).toBeUndefined()
})
