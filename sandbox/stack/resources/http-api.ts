import { createHash } from 'node:crypto'
import type { Api } from '@aws-sdk/client-apigatewayv2'
import { pick, StackError, text, type PlannedResource, type ResourceHandler, type StackContext } from '../resource.ts'

/** Holds a digest of the definition that an API was made from, so that an unchanged one is left alone. */
const DIGEST_TAG = 'sandbox:definition'

/** An HTTP API, imported from the OpenAPI document that SAM makes, as CloudFormation does it. */
export const httpApi: ResourceHandler = {
  type: 'AWS::ApiGatewayV2::Api',
  async ensure(resource, stack) {
    const { GetApisCommand, ImportApiCommand, ReimportApiCommand, TagResourceCommand } = await import('@aws-sdk/client-apigatewayv2')
    const client = await stack.clients.apigateway()
    const Body = definitionOf(resource)
    const digest = createHash('sha256').update(Body).digest('hex')
    const { Items = [] } = await client.send(new GetApisCommand({ MaxResults: '1000' }))
    const known = Items.find(({ Name }) => Name === titleOf(Body))
    if (known?.Tags?.[DIGEST_TAG] === digest) return ensured(known, 'unchanged')
    const api = known
      ? await client.send(new ReimportApiCommand({ ApiId: known.ApiId!, Body }))
      : await client.send(new ImportApiCommand({ Body }))
    await client.send(new TagResourceCommand({ ResourceArn: arnOf(api.ApiId!, stack), Tags: { [DIGEST_TAG]: digest } }))
    return ensured(api, known ? 'updated' : 'created')
  },
}

export const httpApiStage: ResourceHandler = {
  type: 'AWS::ApiGatewayV2::Stage',
  async ensure(resource, stack) {
    const { CreateStageCommand, GetStagesCommand } = await import('@aws-sdk/client-apigatewayv2')
    const client = await stack.clients.apigateway()
    const [ApiId, StageName] = [text(resource, 'ApiId'), text(resource, 'StageName')]
    const { Items = [] } = await client.send(new GetStagesCommand({ ApiId }))
    if (Items.some((stage) => stage.StageName === StageName)) return { ref: StageName, attributes: {}, action: 'unchanged' }
    const AutoDeploy = String(resource.properties['AutoDeploy']) === 'true'
    await client.send(new CreateStageCommand({ ApiId, StageName, AutoDeploy, ...pick(resource.properties, ['StageVariables', 'Description']) }))
    return { ref: StageName, attributes: {}, action: 'created' }
  },
}

type ApiAnswer = Pick<Api, 'ApiId' | 'ApiEndpoint'>

function ensured({ ApiId, ApiEndpoint }: ApiAnswer, action: 'created' | 'updated' | 'unchanged') {
  return { ref: ApiId!, address: ApiEndpoint!, attributes: { ApiId: ApiId!, ApiEndpoint: ApiEndpoint! }, action }
}

function definitionOf(resource: PlannedResource): string {
  const body = resource.properties['Body']
  if (typeof body === 'object' && body !== null) return JSON.stringify(body)
  throw new StackError(resource.logicalId, 'an HTTP API is made from its Body, an OpenAPI document; AWS::Serverless::HttpApi writes one.')
}

function titleOf(definition: string): string | undefined {
  return (JSON.parse(definition) as { info?: { title?: string } }).info?.title
}

function arnOf(apiId: string, { region }: StackContext): string {
  return `arn:aws:apigateway:${region}::/apis/${apiId}`
}
