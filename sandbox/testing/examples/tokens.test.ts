// Who may upload: tokens that are refused, one that expires, and a policy that takes a right away.
import { PutRolePolicyCommand } from '@aws-sdk/client-iam'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSandbox, type Sandbox } from '../../index.ts'
import '../../library/vitest.ts'

let sandbox: Sandbox
beforeAll(async () => void (sandbox = await createSandbox()), 60_000)
afterAll(() => sandbox?.stop())

beforeEach(async () => {
  await sandbox.clock.reset()
  await sandbox.reset()
})

// These and more are made for you: `BAD_TOKEN_KINDS` says what each is.
test.each(['wrong-issuer', 'wrong-audience', 'wrong-signature', 'unknown-kid', 'expired', 'alg-none'] as const)('a token is refused: %s', async (bad) => {
  await expect(sandbox.upload('no', { token: await sandbox.token({ bad }) })).toBeRefused(401)
})

test('a token is good for an hour', async () => {
  const token = await sandbox.token()
  await sandbox.clock.advance('59m')
  await expect(sandbox.upload('in time', { token })).resolves.toBeDefined()
  await sandbox.clock.advance('2m')
  await expect(sandbox.upload('too late', { token })).toBeRefused(401, 'Unauthorized')
})

test('what the role does not allow does not happen', async () => {
  // The upload function may put objects, until somebody denies it.
  const { UploadBucket } = sandbox.outputs
  const { ref: role } = sandbox.stack.resources['UploadRole']!
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' } })
  await (await sandbox.clients.iam()).send(new PutRolePolicyCommand({ RoleName: role, PolicyName: 'no-more', PolicyDocument }))
  await expect(sandbox.upload('no', { name: 'no.txt' })).toBeRefused(500)
  const s3 = await sandbox.clients.s3()
  await expect(s3.send(new GetObjectCommand({ Bucket: UploadBucket, Key: 'uploads/no.txt' }))).toFailWith('NoSuchKey')
})
