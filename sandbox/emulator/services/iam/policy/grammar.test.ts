import { expect, test } from 'vitest'
import { checkPolicy, type PolicyUse } from './grammar.ts'

const identity = (change: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*', ...change }] })
const trust = (change: object) => ({
  Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' }, ...change }],
})

const REFUSED: readonly [PolicyUse, object | string, string][] = [
  ['identity', '{"Version":', 'Syntax errors in policy.'],
  ['trust', '{"Version":', 'This policy contains invalid Json'],
  ['identity', '[]', 'Syntax errors in policy.'],
  ['identity', { Version: '2012-10-17' }, 'Missing required field Statement'],
  ['identity', { Version: '2020-01-01', Statement: [] }, 'Syntax errors in policy.'],
  ['identity', { ...identity({}), Extra: 1 }, 'Syntax errors in policy.'],
  ['identity', identity({ Action: 's3' }), 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'],
  ['identity', identity({ Action: [] }), 'Policy statement must contain actions.'],
  ['identity', identity({ Action: 7 }), 'Syntax errors in policy.'],
  ['identity', identity({ Effect: undefined }), 'Missing required field Effect'],
  ['identity', identity({ Effect: 'allow' }), 'Invalid effect: allow'],
  ['identity', identity({ Resource: undefined }), 'Policy statement must contain resources.'],
  ['identity', identity({ Resource: 'bucket' }), 'Resource bucket must be in ARN format or "*".'],
  ['identity', identity({ Resource: 'arn:aws:*:*:*:*x*' }), 'Resource vendor must be fully qualified and cannot contain regexes.'],
  ['identity', identity({ Resource: 'arn:aws' }), 'Resource vendor must be fully qualified and cannot contain regexes.'],
  ['identity', identity({ Principal: '*' }), 'Policy document should not specify a principal.'],
  ['identity', identity({ Resources: '*' }), 'Syntax errors in policy.'],
  ['identity', identity({ Condition: [] }), 'Syntax errors in policy.'],
  ['identity', identity({ Condition: { x: { a: '1' } } }), 'Syntax errors in policy.'],
  ['identity', identity({ Condition: { 'ForAnyValue::StringEqualsIfExists': { a: 'asf' } } }), 'Syntax errors in policy.'],
  ['identity', identity({ Condition: { DateGreaterThan: 'b' } }), 'Syntax errors in policy.'],
  ['identity', identity({ Condition: { DateGreaterThan: { a: {} } } }), 'Syntax errors in policy.'],
  ['identity', { Statement: [0, 1].map(() => ({ ...identity({ Sid: 'S' }).Statement[0] })) }, 'Statement IDs (SID) in a single policy must be unique.'],
  ['trust', trust({ Resource: '*' }), 'Has prohibited field Resource'],
  ['trust', trust({ Principal: undefined }), 'Missing required field Principal'],
  ['trust', trust({ Action: 's3:GetObject' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
]

test.for(REFUSED)('a %s policy of %j is malformed', ([use, policy, message]) => {
  const document = typeof policy === 'string' ? policy : JSON.stringify(policy)
  expect(() => checkPolicy(document, use)).toThrow(expect.objectContaining({ code: 'MalformedPolicyDocument', message }))
})

const TAKEN: readonly [PolicyUse, object][] = [
  ['identity', identity({})],
  ['identity', { Statement: identity({}).Statement[0] }],
  ['identity', identity({ Action: undefined, NotAction: ['iam:*'], Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
  ['identity', identity({ Action: '*', Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'], Sid: '' })],
  ['identity', identity({ Condition: { a: {}, DateGreaterThan: { b: [] }, 'ForAnyValue:StringEqualsIfExists': { c: 'x' } }, Resource: 'arn:aws:fdsasf' })],
  ['trust', trust({})],
  ['trust', trust({ Action: ['sts:AssumeRole', 'sts:TagSession'], Principal: { AWS: 'arn:aws:iam::000000000000:root' } })],
  ['trust', trust({ Principal: '*' })],
]

test.for(TAKEN)('a %s policy of %j is taken', ([use, policy]) => {
  expect(() => checkPolicy(JSON.stringify(policy), use)).not.toThrow()
})
