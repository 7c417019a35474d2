import { ApiGatewayV2Client, CreateApiCommand, CreateAuthorizerCommand, CreateIntegrationCommand, CreateRouteCommand, CreateStageCommand } from '@aws-sdk/client-apigatewayv2'
import { AdminCreateUserCommand, AdminSetUserPasswordCommand, CognitoIdentityProviderClient, CreateUserPoolClientCommand, CreateUserPoolCommand, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider'
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient, UpdateFunctionCodeCommand } from '@aws-sdk/client-lambda'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../../../testing/engine.ts'

const zip = (source: string) => zipSync({ 'index.mjs': Buffer.from(source) })

async function userPool(engine: TestEngine) {
  const cognito = new CognitoIdentityProviderClient(engine.client)
  const { UserPool } = await cognito.send(new CreateUserPoolCommand({ PoolName: 'users' }))
  const UserPoolId = UserPool!.Id!
  const { UserPoolClient } = await cognito.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'web', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] }))
  const ClientId = UserPoolClient!.ClientId!
  await cognito.send(new AdminCreateUserCommand({ UserPoolId, Username: 'ada', MessageAction: 'SUPPRESS' }))
  await cognito.send(new AdminSetUserPasswordCommand({ UserPoolId, Username: 'ada', Password: 'Passw0rd!', Permanent: true }))
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'ada', PASSWORD: 'Passw0rd!' } }),
  )
  return { UserPoolId, ClientId, tokens: AuthenticationResult! }
}

test("a user pool's tokens open a route that leads to a real function", { timeout: 30_000 }, async () => {
  await using engine = await createTestEngine()
  const { UserPoolId, ClientId, tokens } = await userPool(engine)
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] }
  const { Role } = await new IAMClient(engine.client).send(new CreateRoleCommand({ RoleName: 'echo', AssumeRolePolicyDocument: JSON.stringify(trust) }))
  const lambda = new LambdaClient(engine.client)
  const echo = `export const handler = async (event) => ({ statusCode: 201, headers: { 'x-own': 'yes' }, body: JSON.stringify({ body: event.body, claims: event.requestContext.authorizer.jwt.claims }) })`
  const { FunctionArn } = await lambda.send(
    new CreateFunctionCommand({ FunctionName: 'echo', Runtime: 'nodejs22.x', Handler: 'index.handler', Role: Role!.Arn, Code: { ZipFile: zip(echo) } }),
  )
  const client = new ApiGatewayV2Client(engine.client)
  const { ApiId, ApiEndpoint } = await client.send(new CreateApiCommand({ Name: 'demo', ProtocolType: 'HTTP' }))
  const { IntegrationId } = await client.send(new CreateIntegrationCommand({ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: FunctionArn, PayloadFormatVersion: '2.0' }))
  const { AuthorizerId } = await client.send(
    new CreateAuthorizerCommand({
      ...{ ApiId, Name: 'pool', AuthorizerType: 'JWT', IdentitySource: ['$request.header.Authorization'] },
      JwtConfiguration: { Issuer: `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`, Audience: [ClientId] },
    }),
  )
  await client.send(new CreateRouteCommand({ ApiId, RouteKey: 'POST /uploads', Target: `integrations/${IntegrationId}`, AuthorizationType: 'JWT', AuthorizerId }))
  await client.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
  const post = (token?: string) => fetch(`${ApiEndpoint}/uploads`, { method: 'POST', body: 'hello', headers: token === undefined ? {} : { authorization: `Bearer ${token}` } })

  const unpermitted = await post(tokens.AccessToken)
  expect([unpermitted.status, await unpermitted.text()]).toEqual([500, '{"message":"Internal Server Error"}'])
  await lambda.send(
    new AddPermissionCommand({
      ...{ FunctionName: 'echo', StatementId: 'api', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' },
      SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${ApiId}/*/POST/uploads`,
    }),
  )
  const refused = await post()
  expect([refused.status, await refused.text()]).toEqual([401, '{"message":"Unauthorized"}'])
  for (const token of [tokens.IdToken!, tokens.AccessToken!]) {
    const response = await post(token)
    expect([response.status, response.headers.get('x-own')], engine.lines.join('\n')).toEqual([201, 'yes'])
    const { body, claims } = (await response.json()) as { body: string; claims: Record<string, string> }
    expect(body).toBe('hello')
    expect(claims['sub']).toMatch(/^[0-9a-f-]{36}$/)
    expect(claims['auth_time']).toMatch(/^\d+$/)
  }

  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: 'echo', ZipFile: zip(`export const handler = async () => { throw new Error('broken') }`) }))
  const broken = await post(tokens.IdToken)
  expect([broken.status, await broken.text()]).toEqual([500, '{"message":"Internal Server Error"}'])
  expect(engine.lines.join('\n')).toContain(`HTTP API ${ApiId}, POST /uploads: ${FunctionArn} ended with an error (Unhandled)`)
})
