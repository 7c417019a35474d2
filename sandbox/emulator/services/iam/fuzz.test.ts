import {
  CreatePolicyCommand, CreateRoleCommand, IAMClient, PutRolePolicyCommand, SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../testing/engine.ts'

const TRUST = JSON.stringify({ Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } })
const ROLE = { RoleName: 'r' }

let engine: TestEngine
let iam: IAMClient

beforeAll(async () => {
  engine = await createTestEngine()
  iam = new IAMClient({ ...engine.client, maxAttempts: 1 })
  await iam.send(new CreateRoleCommand({ ...ROLE, AssumeRolePolicyDocument: TRUST }))
})
afterAll(() => engine.stop())

/** `accepted`, or the code of the refusal with its status. */
async function outcomeOf(sending: Promise<unknown>): Promise<string> {
  try {
    await sending
    return 'accepted'
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } }
    return `${$metadata?.httpStatusCode} ${name}`
  }
}

const EXPECTED = /^accepted$|^400 MalformedPolicyDocumentException$|^400 ValidationError$|^409 LimitExceededException$/

const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('*', 's3:*', 'arn:aws:s3:::b/*', '${aws:username}', 'Allow', '2012-10-17'))
const value = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.jsonValue({ maxDepth: 2 }))
const statement = fc.record(
  {
    Sid: value,
    Effect: fc.oneof(fc.constantFrom('Allow', 'Deny'), value),
    Action: fc.oneof(fc.constantFrom('*', 's3:GetObject'), value),
    NotAction: value,
    Resource: fc.oneof(fc.constant('*'), value),
    NotResource: value,
    Principal: value,
    Condition: fc.oneof(fc.constant({ StringEquals: { 'aws:username': 'a' } }), fc.dictionary(text, fc.dictionary(text, value))),
  },
  { requiredKeys: [] },
)
const likely = fc.record(
  { Version: fc.oneof(fc.constantFrom('2012-10-17', '2008-10-17'), value), Id: value, Statement: fc.oneof(statement, fc.array(statement, { maxLength: 3 }), value) },
  { requiredKeys: ['Statement'] },
)
const document = fc.oneof({ weight: 4, arbitrary: likely.map((policy) => JSON.stringify(policy)) }, { weight: 1, arbitrary: fc.json() }, { weight: 1, arbitrary: text })

test('no policy document is ever an error of ours', async () => {
  let number = 0
  await fc.assert(
    fc.asyncProperty(document, async (PolicyDocument) => {
      expect(await outcomeOf(iam.send(new CreatePolicyCommand({ PolicyName: `p${number++}`, PolicyDocument })))).toMatch(EXPECTED)
      const put = await outcomeOf(iam.send(new PutRolePolicyCommand({ ...ROLE, PolicyName: 'p', PolicyDocument })))
      expect(put).toMatch(EXPECTED)
      if (put !== 'accepted') return
      const simulate = new SimulatePrincipalPolicyCommand({ PolicySourceArn: 'arn:aws:iam::000000000000:role/r', ActionNames: ['s3:GetObject'] })
      const { EvaluationResults } = await iam.send(simulate)
      expect(EvaluationResults?.[0]?.EvalDecision).toMatch(/^(allowed|explicitDeny|implicitDeny)$/)
      const { status } = await fetch(`${engine.endpoint}/_sandbox/iam/review`)
      expect(status).toBe(200)
    }),
    { numRuns: 150 },
  )
})

test('what is no JSON, or no policy, is a malformed document', async () => {
  const broken = fc.oneof(
    fc.string({ minLength: 1 }).filter((some) => !isJson(some)),
    fc.json().filter((json) => !json.includes('Statement')),
  )
  await fc.assert(
    fc.asyncProperty(broken, async (PolicyDocument) => {
      const put = new PutRolePolicyCommand({ ...ROLE, PolicyName: 'q', PolicyDocument })
      expect(await outcomeOf(iam.send(put))).toBe('400 MalformedPolicyDocumentException')
      const create = new CreateRoleCommand({ RoleName: 'other', AssumeRolePolicyDocument: PolicyDocument })
      expect(await outcomeOf(iam.send(create))).toBe('400 MalformedPolicyDocumentException')
    }),
    { numRuns: 60 },
  )
})

function isJson(some: string): boolean {
  try {
    JSON.parse(some)
    return true
  } catch {
    return false
  }
}
