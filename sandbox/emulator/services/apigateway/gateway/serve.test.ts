import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../testing/engine.ts'
import { createApi, fakeIssuer, fakeLambda } from '../../../../testing/http-api.ts'

test('the journal names route, resource and status', async () => {
  await using engine = await createTestEngine()
  fakeLambda(engine)
  await fakeIssuer(engine)
  const { url, ApiId } = await createApi(engine, { 'POST /a': { jwt: true } })
  await fetch(`${url}/a`, { method: 'POST' })
  expect(engine.host.journal.entries().at(-1)).toMatchObject({
    ...{ service: 'execute-api', operation: 'POST /a', status: 401, account: '000000000000' },
    resources: [`arn:aws:execute-api:us-east-1:000000000000:${ApiId}/$default/POST/a`],
  })
})
