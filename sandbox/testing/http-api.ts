import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { ApiGatewayV2Client, CreateApiCommand, CreateAuthorizerCommand, CreateIntegrationCommand, CreateRouteCommand, CreateStageCommand, type Cors } from '@aws-sdk/client-apigatewayv2'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK, type JWTHeaderParameters } from 'jose'
import { jsonResponse } from '../emulator/kernel/http.ts'
import type { Host } from '../emulator/kernel/context.ts'
import type { TestEngine } from './engine.ts'

export const FUNCTION = 'arn:aws:lambda:us-east-1:000000000000:function:demo'
export const ISSUER = 'https://issuer.test/pool'

export interface FakeFunction {
  /** Events as they arrived, oldest first. */
  readonly events: Record<string, unknown>[]
  /** The inputs of Invoke beside the payload. */
  readonly calls: { FunctionName: string; InvocationType: string; principal: string; region: string }[]
  answer: (event: Record<string, unknown>) => unknown
}

/** Stands in for Lambda behind the gateway: each Invoke is answered by `answer` (a value, or a whole Invoke output). */
export function fakeLambda(engine: TestEngine, answer: FakeFunction['answer'] = () => ({ statusCode: 200, body: 'ok' })): FakeFunction {
  const fake: FakeFunction = { events: [], calls: [], answer }
  const { call: others } = engine.host
  const call: Host['call'] = async (caller, service, operation, input) => {
    if (service !== 'lambda' || operation !== 'Invoke') return others(caller, service, operation, input)
    const { FunctionName, InvocationType, Payload } = input as { FunctionName: string; InvocationType: string; Payload: Uint8Array }
    fake.calls.push({ FunctionName, InvocationType, principal: caller.principal.arn, region: caller.region })
    const event = JSON.parse(Buffer.from(Payload).toString()) as Record<string, unknown>
    fake.events.push(event)
    const result = await fake.answer(event)
    if (result instanceof Invoked) return result.output as never
    return { StatusCode: 200, Payload: Buffer.from(JSON.stringify(result)) } as never
  }
  Object.assign(engine.host, { call })
  return fake
}

/** A whole Invoke output, for answers that are no JSON or that are errors. */
export class Invoked {
  readonly output: object
  constructor(output: object) {
    this.output = output
  }
}

export interface FakeIssuer {
  keys: JWK[]
  /** Addresses asked for, oldest first. */
  readonly asked: string[]
  sign(claims: Record<string, unknown>, header?: Partial<JWTHeaderParameters>, key?: CryptoKey | Uint8Array): Promise<string>
  newKey(kid: string): Promise<CryptoKey>
}

/** An issuer whose documents only this process can read, as a user pool's are. */
export async function fakeIssuer(engine: TestEngine, issuer = ISSUER): Promise<FakeIssuer> {
  const fake: FakeIssuer = {
    keys: [],
    asked: [],
    sign: (claims, header = {}, key = first) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'one', ...header }).sign(key),
    async newKey(kid) {
      const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true })
      fake.keys.push({ ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' })
      return privateKey
    },
  }
  const first = await fake.newKey('one')
  const get: Host['get'] = async (url) => {
    fake.asked.push(url)
    if (url === `${issuer}/.well-known/openid-configuration`) return jsonResponse(200, { issuer, jwks_uri: `${issuer}/.well-known/jwks.json` })
    if (url === `${issuer}/.well-known/jwks.json`) return jsonResponse(200, { keys: fake.keys })
    return undefined
  }
  Object.assign(engine.host, { get })
  return fake
}

export interface TestRoute {
  readonly jwt?: boolean
  readonly scopes?: string[]
}

/** An API whose routes all lead to `FUNCTION`; gives its id and its address in path form. */
export async function createApi(
  engine: TestEngine,
  routes: Record<string, TestRoute>,
  options: { cors?: Cors; version?: string; identitySource?: string; stage?: string; variables?: Record<string, string> } = {},
): Promise<{ client: ApiGatewayV2Client; ApiId: string; url: string }> {
  const client = new ApiGatewayV2Client(engine.client)
  const api = await client.send(new CreateApiCommand({ Name: 'demo', ProtocolType: 'HTTP', CorsConfiguration: options.cors }))
  const ApiId = api.ApiId!
  const integration = await client.send(
    new CreateIntegrationCommand({ ApiId, IntegrationType: 'AWS_PROXY', IntegrationUri: FUNCTION, PayloadFormatVersion: options.version ?? '2.0' }),
  )
  const authorizer = await client.send(
    new CreateAuthorizerCommand({
      ...{ ApiId, Name: 'pool', AuthorizerType: 'JWT', IdentitySource: [options.identitySource ?? '$request.header.Authorization'] },
      JwtConfiguration: { Issuer: ISSUER, Audience: ['client-1', 'client-2'] },
    }),
  )
  for (const [RouteKey, { jwt, scopes }] of Object.entries(routes))
    await client.send(
      new CreateRouteCommand({
        ...{ ApiId, RouteKey, Target: `integrations/${integration.IntegrationId}`, AuthorizationScopes: scopes },
        ...(jwt ? { AuthorizationType: 'JWT', AuthorizerId: authorizer.AuthorizerId } : {}),
      }),
    )
  await client.send(
    new CreateStageCommand({ ApiId, StageName: options.stage ?? '$default', AutoDeploy: true, StageVariables: options.variables }),
  )
  return { client, ApiId, url: api.ApiEndpoint! }
}

/** A request with any Host header, and with headers that fetch would not send. */
export async function raw(port: number, path: string, options: { method?: string; headers?: string[] | Record<string, string>; body?: string | Buffer } = {}) {
  const request = httpRequest({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers: options.headers ?? {} })
  request.end(options.body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }
}
