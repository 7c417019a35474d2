import type { CreateApiCommandOutput } from '@aws-sdk/client-apigatewayv2'
import type { ValueMap } from '../../../../template/index.ts'
import { definitionOf } from './definition.ts'
import { omit, pick, textOf, type Existing, type Io, type Provider } from './provider.ts'
import { simple } from './simple.ts'
import { retag } from './tags.ts'

const API = ['Name', 'ProtocolType', 'ApiKeySelectionExpression', 'CorsConfiguration', 'CredentialsArn', 'Description', 'DisableExecuteApiEndpoint', 'DisableSchemaValidation', 'IpAddressType', 'RouteKey', 'RouteSelectionExpression', 'Tags', 'Target', 'Version']

const shown = ({ ApiId, ApiEndpoint }: CreateApiCommandOutput) => ({ physicalId: ApiId!, attributes: { ApiId: ApiId!, ApiEndpoint: ApiEndpoint! } })

/** In a document of an API in AWS the API's own properties come on top of it. */
const definition = (Body: string, properties: ValueMap) => ({ Body, ...pick(properties, ['FailOnWarnings']), ...(properties['BasePath'] === undefined ? {} : { Basepath: properties['BasePath'] }) })

const apiArn = (io: Io, apiId: string) => `arn:aws:apigateway:${io.region}::/apis/${apiId}`

export const api: Provider = {
  type: 'AWS::ApiGatewayV2::Api',
  properties: [...API, 'Body', 'BodyS3Location', 'FailOnWarnings', 'BasePath'],
  replaces: ['ProtocolType'],
  tags: { property: 'Tags', form: 'map' },
  async create(properties, io) {
    const body = await definitionOf(properties, io)
    if (body === undefined) return shown(await io.call<CreateApiCommandOutput>('apigateway', 'CreateApi', properties))
    const made = await io.call<CreateApiCommandOutput>('apigateway', 'ImportApi', definition(body, properties))
    io.initiated(made.ApiId!)
    await overlay(io, made.ApiId!, properties)
    return shown(made)
  },
  async update(properties, was, io, changed) {
    const ApiId = was.physicalId
    const body = await definitionOf(properties, io)
    if (body !== undefined) await io.call('apigateway', 'ReimportApi', { ApiId, ...definition(body, properties) })
    if (body !== undefined) await overlay(io, ApiId, properties, was)
    else {
      const cleared = Object.fromEntries(changed.filter((name) => properties[name] === undefined && name !== 'Tags').map((name) => [name, '']))
      if (changed.includes('CorsConfiguration') && properties['CorsConfiguration'] === undefined) await io.call('apigateway', 'DeleteCorsConfiguration', { ApiId })
      await io.call('apigateway', 'UpdateApi', { ...omit(cleared, ['CorsConfiguration']), ...omit(properties, ['Tags', 'ProtocolType']), ApiId })
      await retag(io, 'apigateway', { ResourceArn: apiArn(io, ApiId) }, was, properties)
    }
    return { physicalId: ApiId, attributes: was.attributes }
  },
  async delete(was, io) {
    await io.call('apigateway', 'DeleteApi', { ApiId: was.physicalId })
  },
}

async function overlay(io: Io, ApiId: string, properties: ValueMap, was?: Existing): Promise<void> {
  const own = omit(pick(properties, API), ['Tags', 'ProtocolType'])
  if (Object.keys(own).length > 0) await io.call('apigateway', 'UpdateApi', { ApiId, ...own })
  await retag(io, 'apigateway', { ResourceArn: apiArn(io, ApiId) }, was, properties)
}

export const stage = simple({
  type: 'AWS::ApiGatewayV2::Stage',
  service: 'apigateway',
  properties: ['ApiId', 'StageName', 'AccessLogSettings', 'AutoDeploy', 'ClientCertificateId', 'DefaultRouteSettings', 'DeploymentId', 'Description', 'RouteSettings', 'StageVariables', 'Tags'],
  required: ['ApiId', 'StageName'],
  replaces: ['ApiId', 'StageName'],
  tags: { property: 'Tags', form: 'map' },
  create: 'CreateStage',
  update: 'UpdateStage',
  delete: 'DeleteStage',
  id: 'StageName',
  parents: ['ApiId'],
  cleared: { Description: '', StageVariables: {}, RouteSettings: {}, AutoDeploy: false },
  async afterUpdate(properties, was, io, changed) {
    const arn = `${apiArn(io, textOf(properties, 'ApiId'))}/stages/${was.physicalId}`
    if (changed.includes('Tags')) await retag(io, 'apigateway', { ResourceArn: arn }, was, properties)
  },
})

export const route = simple({
  type: 'AWS::ApiGatewayV2::Route',
  service: 'apigateway',
  properties: ['ApiId', 'RouteKey', 'ApiKeyRequired', 'AuthorizationScopes', 'AuthorizationType', 'AuthorizerId', 'ModelSelectionExpression', 'OperationName', 'RequestModels', 'RequestParameters', 'RouteResponseSelectionExpression', 'Target'],
  required: ['ApiId', 'RouteKey'],
  replaces: ['ApiId'],
  create: 'CreateRoute',
  update: 'UpdateRoute',
  delete: 'DeleteRoute',
  id: 'RouteId',
  parents: ['ApiId'],
  cleared: { AuthorizationType: 'NONE', AuthorizationScopes: [], OperationName: '', Target: '' },
  attributes: (made) => ({ RouteId: made['RouteId']! }),
})

export const integration = simple({
  type: 'AWS::ApiGatewayV2::Integration',
  service: 'apigateway',
  properties: ['ApiId', 'IntegrationType', 'ConnectionId', 'ConnectionType', 'ContentHandlingStrategy', 'CredentialsArn', 'Description', 'IntegrationMethod', 'IntegrationSubtype', 'IntegrationUri', 'PassthroughBehavior', 'PayloadFormatVersion', 'RequestParameters', 'RequestTemplates', 'ResponseParameters', 'TemplateSelectionExpression', 'TimeoutInMillis', 'TlsConfig'],
  required: ['ApiId', 'IntegrationType'],
  replaces: ['ApiId'],
  create: 'CreateIntegration',
  update: 'UpdateIntegration',
  delete: 'DeleteIntegration',
  id: 'IntegrationId',
  parents: ['ApiId'],
  cleared: { Description: '', CredentialsArn: '', RequestParameters: {}, ResponseParameters: {} },
  attributes: (made) => ({ IntegrationId: made['IntegrationId']! }),
})

export const authorizer = simple({
  type: 'AWS::ApiGatewayV2::Authorizer',
  service: 'apigateway',
  properties: ['ApiId', 'AuthorizerType', 'Name', 'IdentitySource', 'AuthorizerCredentialsArn', 'AuthorizerPayloadFormatVersion', 'AuthorizerResultTtlInSeconds', 'AuthorizerUri', 'EnableSimpleResponses', 'IdentityValidationExpression', 'JwtConfiguration'],
  required: ['ApiId', 'AuthorizerType', 'Name'],
  replaces: ['ApiId'],
  create: 'CreateAuthorizer',
  update: 'UpdateAuthorizer',
  delete: 'DeleteAuthorizer',
  id: 'AuthorizerId',
  parents: ['ApiId'],
  attributes: (made) => ({ AuthorizerId: made['AuthorizerId']! }),
})

export const deployment = simple({
  type: 'AWS::ApiGatewayV2::Deployment',
  service: 'apigateway',
  properties: ['ApiId', 'Description', 'StageName'],
  required: ['ApiId'],
  replaces: ['ApiId', 'StageName', 'Description'],
  create: 'CreateDeployment',
  delete: 'DeleteDeployment',
  id: 'DeploymentId',
  parents: ['ApiId'],
  attributes: (made) => ({ DeploymentId: made['DeploymentId']! }),
})
