import { CreateRouteCommand, GetIntegrationsCommand } from '@aws-sdk/client-apigatewayv2'
import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'
import { createApi, fakeLambda, raw } from '../../../../testing/http-api.ts'
import { asUser, policy } from '../../../../testing/principals.ts'
import { signed, type Signer } from '../../../../testing/signed.ts'

const FORBIDDEN = [403, '{"message":"Forbidden"}']

async function signedApi(engine: TestEngine, version = '2.0') {
  const lambda = fakeLambda(engine)
  const { client, ApiId } = await createApi(engine, { 'GET /open': {} }, { version })
  const [integration] = (await client.send(new GetIntegrationsCommand({ ApiId }))).Items!
  await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'POST /a/{id}', Target: `integrations/${integration!.IntegrationId}`, AuthorizationType: 'AWS_IAM' }))
  const path = `/_aws/execute-api/${ApiId}/a/1`
  const post = async (by: Partial<Signer> = {}, sent = 'hello') => {
    const { headers, query } = await signed({ method: 'POST', path, body: 'hello', headers: { 'content-type': 'text/plain' } }, { service: 'execute-api', ...by }, engine.port)
    const asked = Object.keys(query).length > 0 ? `?${new URLSearchParams(query as Record<string, string>).toString()}` : ''
    const { status, body } = await raw(engine.port, path + asked, { method: 'POST', headers, body: sent })
    return [status, body]
  }
  return { lambda, ApiId, path, post }
}

test('a signature that holds, in the header or the query, and what the function hears', async () => {
  await using engine = await createTestEngine()
  const { lambda, post, ApiId } = await signedApi(engine)
  expect(await post(), engine.lines.join()).toEqual([200, 'ok'])
  expect(lambda.events[0]).toMatchObject({
    requestContext: {
      authorizer: { iam: { accessKey: 'test', accountId: '000000000000', callerId: '000000000000', cognitoIdentity: null, principalOrgId: null, userArn: 'arn:aws:iam::000000000000:root', userId: '000000000000' } },
    },
  })
  expect(engine.host.journal.entries().findLast(({ service }) => service === 'execute-api')).toMatchObject({
    principal: 'arn:aws:iam::000000000000:root',
    resources: [`arn:aws:execute-api:us-east-1:000000000000:${ApiId}/$default/POST/a/1`],
  })
})

test('format 1.0 names the caller in identity', async () => {
  await using engine = await createTestEngine()
  const { lambda, post } = await signedApi(engine, '1.0')
  expect(await post()).toEqual([200, 'ok'])
  expect(lambda.events[0]).toMatchObject({ requestContext: { identity: { accessKey: 'test', accountId: '000000000000', caller: '000000000000', user: '000000000000', userArn: 'arn:aws:iam::000000000000:root' } } })
})

test('no signature, a wrong one, one for another body, of another key, or of long ago: 403, and nobody is invoked', async () => {
  await using engine = await createTestEngine()
  const { lambda, post, path } = await signedApi(engine)
  const unsigned = await raw(engine.port, path, { method: 'POST', body: 'hello' })
  expect([unsigned.status, unsigned.body]).toEqual(FORBIDDEN)
  expect(await post({ credentials: { accessKeyId: 'test', secretAccessKey: 'wrong' } })).toEqual(FORBIDDEN)
  expect(await post({}, 'other')).toEqual(FORBIDDEN)
  expect(await post({ credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'test' } })).toEqual(FORBIDDEN)
  expect(await post({ date: new Date(Date.now() - 3_600_000) })).toEqual(FORBIDDEN)
  const bearer = await raw(engine.port, path, { method: 'POST', headers: { authorization: 'Bearer x' }, body: 'hello' })
  expect([bearer.status, bearer.body]).toEqual(FORBIDDEN)
  expect(lambda.events).toEqual([])
})

test('a user needs execute-api:Invoke on the route; another account has none', async () => {
  await using engine = await createTestEngine()
  const { post, ApiId, lambda } = await signedApi(engine)
  const iam = new IAMClient(engine.client)
  await iam.send(new CreateUserCommand({ UserName: 'ada' }))
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ada' }))
  const credentials = { accessKeyId: AccessKey!.AccessKeyId!, secretAccessKey: AccessKey!.SecretAccessKey! }
  expect(await post({ credentials })).toEqual(FORBIDDEN)
  const allow = (resource: string) =>
    iam.send(
      new PutUserPolicyCommand({
        ...{ UserName: 'ada', PolicyName: 'call' },
        PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: resource }] }),
      }),
    )
  await allow(`arn:aws:execute-api:us-east-1:000000000000:${ApiId}/$default/GET/*`)
  expect(await post({ credentials })).toEqual(FORBIDDEN)
  await allow(`arn:aws:execute-api:us-east-1:000000000000:${ApiId}/*/POST/a/*`)
  expect(await post({ credentials }), engine.lines.join()).toEqual([200, 'ok'])
  expect(lambda.events[0]).toMatchObject({ requestContext: { authorizer: { iam: { userArn: 'arn:aws:iam::000000000000:user/ada', userId: expect.stringMatching(/^AIDA/) as string } } } })
  expect(await post({ credentials: { accessKeyId: '123456789012', secretAccessKey: 'test' } })).toEqual(FORBIDDEN)
})

test('a refusal is explained, and a session may do no more than its own policy says', async () => {
  await using engine = await createTestEngine()
  const { post, ApiId } = await signedApi(engine)
  const ada = await asUser(engine)
  expect(await post({ credentials: ada.credentials })).toEqual(FORBIDDEN)
  const { call } = (await (await fetch(`${engine.endpoint}/_sandbox/iam/why`)).json()) as { call: object }
  expect(call).toMatchObject({ principal: ada.arn, outcome: 'denied', checks: [{ action: 'execute-api:Invoke', resource: `arn:aws:execute-api:us-east-1:000000000000:${ApiId}/$default/POST/a/1`, decision: 'implicitDeny' }] })

  const iam = new IAMClient(engine.client)
  const trust = policy({ Action: 'sts:AssumeRole', Principal: { AWS: '000000000000' }, Resource: undefined })
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName: 'caller', AssumeRolePolicyDocument: trust }))
  await iam.send(new PutRolePolicyCommand({ RoleName: 'caller', PolicyName: 'call', PolicyDocument: policy({ Action: 'execute-api:Invoke' }) }))
  const as = async (Policy?: string) => {
    const { Credentials } = await new STSClient(engine.client).send(new AssumeRoleCommand({ RoleArn: Role!.Arn!, RoleSessionName: 'session', ...(Policy ? { Policy } : {}) }))
    return { accessKeyId: Credentials!.AccessKeyId!, secretAccessKey: Credentials!.SecretAccessKey!, sessionToken: Credentials!.SessionToken! }
  }
  expect(await post({ credentials: await as() })).toEqual([200, 'ok'])
  expect(await post({ credentials: await as(policy({ Action: 's3:*' })) })).toEqual(FORBIDDEN)
})
