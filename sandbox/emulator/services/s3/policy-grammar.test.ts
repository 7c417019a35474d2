import { CreateRoleCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam'
import { CreateBucketCommand, GetBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3'
import { expect, test } from 'vitest'
import { RECORDED_API, type Source } from '../../../testing/aws-sources.ts'
import { createTestEngine } from '../../../testing/engine.ts'
import { appliesTo } from './policy-actions.ts'
import { service } from './service.ts'

const Bucket = 'a-bucket'
const OWN = `arn:aws:s3:::${Bucket}`
const ACCOUNT = '000000000000'
const STATEMENT = { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 's3:GetObject', Resource: `${OWN}/*` }
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements.map((members) => ({ ...STATEMENT, ...members })) })

const NO_PRINCIPAL = 'https://repost.aws/knowledge-center/s3-invalid-principal-in-policy-error'
const VERSITY = 'https://github.com/versity/versitygw/blob/main/auth/bucket_policy.go'

test.each<[what: string, text: string, message: string, detail: string | undefined, source: Source]>([
  ['no JSON', 'x', "Policies must be valid JSON and the first byte must be '{'", undefined, RECORDED_API],
  ['a list', '[]', "Policies must be valid JSON and the first byte must be '{'", undefined, VERSITY],
  ['more than 20 KiB', policy({ Sid: 's'.repeat(20_480) }), 'Policy exceeds the maximum allowed document size.', undefined, 'unverified'],
  ['a version that never was', JSON.stringify({ Version: '2013-10-17', Statement: [STATEMENT] }), 'The policy must contain a valid version string', undefined, VERSITY],
  ['no statements', '{}', 'Missing required field Statement', undefined, RECORDED_API],
  ['an empty list of statements', policy(), 'Could not parse the policy: Statement is empty!', undefined, VERSITY],
  ['a member that is not known', policy({ Who: 'me' }), 'Invalid policy syntax.', undefined, 'unverified'],
  ['no effect', policy({ Effect: undefined }), 'Missing required field Effect', undefined, 'unverified'],
  ['another effect', policy({ Effect: 'Maybe' }), 'Invalid effect: Maybe', undefined, 'https://github.com/versity/versitygw/issues/647'],
  ['nobody', policy({ Principal: undefined }), 'Missing required field Principal', undefined, 'https://github.com/hashicorp/terraform/issues/28688'],
  ['somebody without a kind', policy({ Principal: `arn:aws:iam::${ACCOUNT}:root` }), 'Invalid policy syntax.', undefined, 'unverified'],
  ['a name for somebody', policy({ Principal: { AWS: 'ada' } }), 'Invalid principal in policy', '"AWS" : "ada"', NO_PRINCIPAL],
  ['all users of an account', policy({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/*` } }), 'Invalid principal in policy', `"AWS" : "arn:aws:iam::${ACCOUNT}:user/*"`, NO_PRINCIPAL],
  ['a user who is not there', policy({ Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:user/bob`] } }), 'Invalid principal in policy', `"AWS" : "arn:aws:iam::${ACCOUNT}:user/bob"`, NO_PRINCIPAL],
  ['a role at another path', policy({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/elsewhere/there` } }), 'Invalid principal in policy', `"AWS" : "arn:aws:iam::${ACCOUNT}:role/elsewhere/there"`, NO_PRINCIPAL],
  ['a service that is none', policy({ Principal: { Service: 'lambda' } }), 'Invalid principal in policy', '"Service" : "lambda"', NO_PRINCIPAL],
  ['no action', policy({ Action: undefined }), 'Missing required field Action', undefined, 'unverified'],
  ['an action of no service', policy({ Action: ['s3:GetObject', 's3:ReadObject'] }), 'Policy has invalid action', 's3:ReadObject', VERSITY],
  ['an action of another service', policy({ Action: 'ec2:RunInstances' }), 'Policy has invalid action', 'ec2:RunInstances', VERSITY],
  ['no resource', policy({ Resource: undefined }), 'Missing required field Resource', undefined, VERSITY],
  ['another bucket', policy({ Resource: [`${OWN}/*`, 'arn:aws:s3:::another/*'] }), 'Policy has invalid resource', 'arn:aws:s3:::another/*', VERSITY],
  ['a bucket whose name is longer', policy({ Resource: `${OWN}2/*` }), 'Policy has invalid resource', `${OWN}2/*`, VERSITY],
  ['all buckets', policy({ Resource: 'arn:aws:s3:::*' }), 'Policy has invalid resource', 'arn:aws:s3:::*', VERSITY],
  ['objects for an action on buckets', policy({ Action: 's3:ListBucket' }), 'Action does not apply to any resource(s) in statement', 'Action "s3:ListBucket" in Statement "NO_ID-0"', 'https://github.com/versity/versitygw/issues/645'],
  ['the bucket for an action on objects', policy({}, { Sid: 'reads', Action: ['s3:ListBucket', 's3:Get*Tagging', 's3:GetObject'], Resource: OWN }), 'Action does not apply to any resource(s) in statement', 'Action "s3:GetObject" in Statement "reads"', 'https://github.com/versity/versitygw/issues/645'],
  ['an action on accounts', policy({ Action: 's3:ListAllMyBuckets' }), 'Action does not apply to any resource(s) in statement', 'Action "s3:ListAllMyBuckets" in Statement "NO_ID-0"', 'unverified'],
  ['an operator that is none', policy({ Condition: { StringMatches: { 's3:prefix': 'a' } } }), 'Invalid Condition type : StringMatches', undefined, 'unverified'],
  ['a prefix for what lists nothing', policy({ Action: ['s3:ListBucket', 's3:GetBucketAcl'], Resource: OWN, Condition: { StringLike: { 's3:prefix': 'a/*' } } }), 'Conditions do not apply to combination of actions and resources in statement', undefined, 'https://github.com/humanmade/S3-Uploads/issues/239'],
  ['a prefix for reading', policy({ Condition: { StringLike: { 's3:prefix': 'a/*' } } }), 'Conditions do not apply to combination of actions and resources in statement', undefined, 'https://github.com/minio/minio/issues/3657'],
  ['a key of S3 that is none', policy({ Condition: { StringEquals: { 's3:x-acl': 'private' } } }), 'Policy has an invalid condition key', 's3:x-acl', VERSITY],
])('a policy with %s is refused', async (_what, text, message, detail) => {
  await using engine = await createTestEngine()
  const s3 = new S3Client(engine.client)
  await s3.send(new CreateBucketCommand({ Bucket }))
  await new IAMClient(engine.client).send(new CreateRoleCommand({ RoleName: 'there', AssumeRolePolicyDocument: TRUST }))
  const refusal = await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: text })).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ name: 'MalformedPolicy', message, $metadata: { httpStatusCode: 400 } })
  expect((refusal as { Detail?: string }).Detail).toBe(detail)
  await expect(s3.send(new GetBucketPolicyCommand({ Bucket }))).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' })
})

const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: ACCOUNT }, Action: 'sts:AssumeRole' } })

test.each<[what: string, text: string]>([
  ['one statement that is no list', JSON.stringify({ Statement: STATEMENT })],
  ['users and roles that are there', policy({ Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:user/team/ada`, `arn:aws:iam::${ACCOUNT}:role/there`] } })],
  ['people of another account', policy({ Principal: { AWS: ['111122223333', 'arn:aws:iam::111122223333:user/who', 'arn:aws:sts::111122223333:assumed-role/r/s'] } })],
  ['services and all actions on all', policy({ Effect: 'Deny', Principal: { Service: ['logs.us-east-1.amazonaws.com'] }, Action: 's3:*', Resource: [OWN, `${OWN}/*`] })],
  ['all but some', policy({ Effect: 'Deny', Principal: undefined, NotPrincipal: { AWS: ACCOUNT }, Action: undefined, NotAction: 's3:ListBucket', Resource: `${OWN}/*` })],
  ['a prefix for lists', policy({ Action: ['s3:List*', 's3:ListBucketVersions'], Resource: OWN, Condition: { StringLike: { 's3:Prefix': 'a/*' }, NumericLessThan: { 's3:max-keys': '10' } } })],
  ['a prefix for all', policy({ Action: 's3:*', Resource: [OWN, `${OWN}/*`], Condition: { StringLike: { 's3:prefix': 'a/*' } } })],
  ['conditions with tags and variables', policy({ Resource: `${OWN}/\${aws:username}/*`, Condition: { 'ForAnyValue:StringLikeIfExists': { 's3:ExistingObjectTag/a': 'b*', 'AWS:PrincipalArn': '*' }, Null: { 's3:x-amz-acl': true } } })],
])('a policy with %s is taken', async (_what, text) => {
  await using engine = await createTestEngine()
  const [s3, iam] = [new S3Client(engine.client), new IAMClient(engine.client)]
  await s3.send(new CreateBucketCommand({ Bucket }))
  await iam.send(new CreateRoleCommand({ RoleName: 'there', AssumeRolePolicyDocument: TRUST }))
  await iam.send(new CreateUserCommand({ UserName: 'ada', Path: '/team/' }))
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: text }))
  expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(text)
})

test('a policy can name each action that an operation here asks for', () => {
  const actions = Object.values(service.operations).map(({ action }) => action)
  expect(actions.filter((action) => !appliesTo(action))).toEqual([])
})
