import { expect, test } from 'vitest'
import type { Remedy } from './iam-answers.ts'
import { commandFor } from './policy-command.ts'

const remedy: Remedy = { kind: 'add', layer: 'identity', holder: 'role', holderName: 'r', policyName: 'own', index: 0, statement: {}, document: `{"a":"it's"}` }
const FUNCTION = 'arn:aws:lambda:us-east-1:111122223333:function:f'

test.each<[Partial<Remedy>, string | undefined]>([
  [{}, `aws iam put-role-policy --role-name r --policy-name own --policy-document '{"a":"it'\\''s"}'`],
  [{ holder: 'managed', holderName: 'arn:aws:iam::1:policy/p', document: '{}' }, `aws iam create-policy-version --policy-arn arn:aws:iam::1:policy/p --set-as-default --policy-document '{}'`],
  [{ holder: 'trust', holderName: 'arn:aws:iam::1:role/path/r', document: '{}' }, `aws iam update-assume-role-policy --role-name r --policy-document '{}'`],
  [{ holder: 'resource', holderName: 'arn:aws:s3:::bucket/key', document: '{}' }, `aws s3api put-bucket-policy --bucket bucket --policy '{}'`],
  [
    { holder: 'resource', holderName: FUNCTION, statement: { Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'lambda:InvokeFunction', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:execute-api:us-east-1:1:a/*' } } } },
    `aws lambda add-permission --function-name ${FUNCTION} --statement-id sandbox-why --action lambda:InvokeFunction --principal apigateway.amazonaws.com --source-arn 'arn:aws:execute-api:us-east-1:1:a/*'`,
  ],
  [{ kind: 'remove', holder: 'resource', holderName: FUNCTION, statement: { Sid: 'Never' } }, `aws lambda remove-permission --function-name ${FUNCTION} --statement-id Never`],
  [{ holder: 'session' }, undefined],
  [{ kind: 'remove', holder: 'aws' }, undefined],
])('%j', (change, command) => {
  expect(commandFor({ ...remedy, ...change })).toBe(command)
})
