import { expect, test } from 'vitest'
import { editPolicy, type PolicyEdit } from './edit-policy.ts'

const TEMPLATE = `Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }
      Policies:
        - PolicyName: own
          PolicyDocument:
            Statement:
              - Sid: One
                Effect: Allow
                Action: s3:GetObject # why
                Resource: !Sub \${Bucket.Arn}/in/*
              # about two
              - Sid: Two
                Effect: Allow
                Action:
                  - kinesis:PutRecord
                Resource: !GetAtt Stream.Arn

  # after
  Bare:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {}
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      Policies:
        - Statement:
            - Effect: Allow
              Action: [s3:GetObject]
              Resource: '*'
`
const EDIT: PolicyEdit = {
  logicalId: 'Role', part: 'Policies', policyName: 'own', kind: 'add', index: 2,
  statement: { Effect: 'Allow', Action: 's3:PutObject', Resource: ['!GetAtt Bucket.Arn', "'*'"] },
}

/** The lines that came, and those that went. */
function change(edit: Partial<PolicyEdit>, text = TEMPLATE): string | string[] | undefined {
  const edited = editPolicy(text, { ...EDIT, ...edit })
  if (edited === undefined || edited === 'already there') return edited
  const [old, now] = [text.split('\n'), edited.text.split('\n')]
  let start = 0
  while (old[start] === now[start] && start < now.length) start++
  let same = 0
  while (old.at(-1 - same) === now.at(-1 - same) && same < Math.min(old.length, now.length) - start) same++
  return [...old.slice(start, old.length - same).map((line) => `-${line}`), ...now.slice(start, now.length - same).map((line) => `+${line}`)]
}

test('a statement more comes behind the last, and the rest stays as it is', () => {
  expect(change({})).toEqual([
    '+              - Effect: Allow',
    '+                Action: s3:PutObject',
    '+                Resource:',
    '+                  - !GetAtt Bucket.Arn',
    "+                  - '*'",
  ])
})

test('a policy more, and the first one', () => {
  expect(change({ policyName: 'new', statement: { Effect: 'Allow', Action: 'a:B' } })).toEqual([
    '+        - PolicyName: new',
    '+          PolicyDocument:',
    "+            Version: '2012-10-17'",
    '+            Statement:',
    '+              - Effect: Allow',
    '+                Action: a:B',
  ])
  expect((change({ logicalId: 'Bare', policyName: 'new' }) as string[]).slice(0, 2)).toEqual(['+      Policies:', '+        - PolicyName: new'])
})

test('a function’s own policies are those of the role that SAM makes', () => {
  expect(change({ logicalId: 'FnRole', policyName: 'FnRolePolicy0', statement: { Effect: 'Allow', Action: 'a:B' } })).toEqual(['+            - Effect: Allow', '+              Action: a:B'])
  expect((change({ logicalId: 'FnRole', policyName: 'allow-s3' }) as string[]).slice(0, 3)).toEqual(["+        - Version: '2012-10-17'", '+          Statement:', '+            - Effect: Allow'])
  expect(change({ logicalId: 'FnRole', policyName: 'FnRolePolicy0', kind: 'widen', index: 0, more: { element: 'Action', word: 's3:PutObject', yaml: 's3:PutObject' } })).toEqual([
    '-              Action: [s3:GetObject]',
    '+              Action: [s3:GetObject, s3:PutObject]',
  ])
})

test('a word more goes into what is there, be it a scalar, a list or a function', () => {
  const more = { element: 'Action' as const, word: 's3:PutObject', yaml: 's3:PutObject' }
  expect(change({ kind: 'widen', index: 0, more })).toEqual(['-                Action: s3:GetObject # why', '+                Action: [s3:GetObject, s3:PutObject] # why'])
  expect(change({ kind: 'widen', index: 7, sid: 'Two', more })).toEqual(['+                  - s3:PutObject'])
  expect(change({ kind: 'widen', index: 0, more: { element: 'Resource', word: 'arn', yaml: '!Sub ${Bucket.Arn}/out/*' } })).toEqual([
    '-                Resource: !Sub ${Bucket.Arn}/in/*',
    '+                Resource:',
    '+                  - !Sub ${Bucket.Arn}/in/*',
    '+                  - !Sub ${Bucket.Arn}/out/*',
  ])
})

test('a statement goes, with its own lines alone', () => {
  expect(change({ kind: 'remove', index: 0, sid: 'One' })).toEqual([
    '-              - Sid: One', '-                Effect: Allow', '-                Action: s3:GetObject # why', '-                Resource: !Sub ${Bucket.Arn}/in/*',
  ])
})

test('who may assume a role is in its trust policy', () => {
  const trust = TEMPLATE.replace('- { Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: sts:AssumeRole }', '- Effect: Allow\n            Principal: { Service: lambda.amazonaws.com }\n            Action: sts:AssumeRole')
  const statement = { Effect: 'Allow', Principal: '{"AWS":"arn:aws:iam::111122223333:user/ada"}', Action: 'sts:AssumeRole' }
  expect(change({ part: 'AssumeRolePolicyDocument', policyName: '', statement }, trust)).toEqual([
    '+          - Effect: Allow', `+            Principal: ${statement.Principal}`, '+            Action: sts:AssumeRole',
  ])
})

test('what is there already is not written again', () => {
  expect(change({ kind: 'widen', index: 0, more: { element: 'Action', word: 's3:GetObject', yaml: 's3:GetObject' } })).toBe('already there')
  expect(change({ kind: 'widen', index: 1, more: { element: 'Resource', word: 'arn:aws:…', yaml: '!GetAtt Stream.Arn' } })).toBe('already there')
  expect(change({ statement: { Effect: 'Allow', Action: 'kinesis:PutRecord', Resource: '!GetAtt Stream.Arn' } })).toBe('already there')
})

test('what only a person can change is left to one', () => {
  expect(change({ logicalId: 'Nobody' })).toBeUndefined()
  expect(change({}, JSON.stringify({ Resources: {} }))).toBeUndefined()
  expect(change({}, TEMPLATE.replace(/Policies:\n\s+- PolicyName: own[^]*Stream.Arn\n/, 'Policies: [{ PolicyName: own, PolicyDocument: { Statement: [] } }]\n'))).toBeUndefined()
})
