import { APIGatewayClient, CreateDeploymentCommand, CreateRestApiCommand, GetResourcesCommand, ImportRestApiCommand } from '@aws-sdk/client-api-gateway'
import type { TestEngine } from './engine.ts'
import { FUNCTION } from './http-api.ts'

export const INVOCATIONS = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${FUNCTION}/invocations`
export const POOL = 'us-east-1_Pool12345'
export const POOL_ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`
export const POOL_ARN = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${POOL}`

/** The integration with `FUNCTION` as an OpenAPI extension. */
export const LAMBDA = { 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: INVOCATIONS } }

/** A deployed REST API made from the paths of a definition; gives its stage's address in path form. */
export async function importApi(engine: TestEngine, paths: object, more: object = {}, stage: { variables?: Record<string, string> } = {}) {
  const client = new APIGatewayClient({ ...engine.client, maxAttempts: 1 })
  const body = Buffer.from(JSON.stringify({ swagger: '2.0', info: { title: 'demo', version: '1' }, paths, ...more }))
  const { id: restApiId = '' } = await client.send(new ImportRestApiCommand({ body }))
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'live', ...stage }))
  return { client, restApiId, url: `${engine.endpoint}/_aws/execute-api/${restApiId}/live` }
}

/** A REST API without anything. */
export async function emptyApi(engine: TestEngine) {
  const client = new APIGatewayClient({ ...engine.client, maxAttempts: 1 })
  const { id: restApiId = '' } = await client.send(new CreateRestApiCommand({ name: 'demo' }))
  const { items = [] } = await client.send(new GetResourcesCommand({ restApiId }))
  return { client, restApiId, rootId: items[0]!.id! }
}
