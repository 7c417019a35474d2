import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../testing/engine.ts'

test('the key `test` is the root of the default account; a 12-digit key id is the root of its own', async () => {
  await using engine = await createTestEngine()
  const anyone = await new STSClient(engine.client).send(new GetCallerIdentityCommand({}))
  expect(anyone).toMatchObject({ Account: '000000000000', Arn: 'arn:aws:iam::000000000000:root', UserId: '000000000000' })
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'test' }
  const other = await new STSClient({ ...engine.client, credentials }).send(new GetCallerIdentityCommand({}))
  expect(other.Account).toBe('123456789012')
})
