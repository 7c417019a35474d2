import * as sdk from '@aws-sdk/client-api-gateway'
import { ApiGatewayV2Client, GetApisCommand } from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { createTestEngine } from '../../../../../testing/engine.ts'
import { emptyApi, INVOCATIONS, POOL_ARN } from '../../../../../testing/rest-api.ts'

const error = (name: string, message: string) => expect.objectContaining({ name, message })
const replace = (path: string, value: string): sdk.PatchOperation => ({ op: 'replace', path, value })

test('an API from its creation to its deletion', async () => {
  await using engine = await createTestEngine()
  const client = new sdk.APIGatewayClient({ ...engine.client, maxAttempts: 1 })
  const created = await client.send(new sdk.CreateRestApiCommand({ name: 'one', description: 'd', binaryMediaTypes: ['image/png'], tags: { a: '1' } }))
  expect(created).toMatchObject({ name: 'one', description: 'd', apiKeySource: 'HEADER', endpointConfiguration: { types: ['EDGE'] }, disableExecuteApiEndpoint: false, tags: { a: '1' } })
  const restApiId = created.id!
  const patchOperations: sdk.PatchOperation[] = [replace('/name', 'two'), { op: 'add', path: '/binaryMediaTypes/text~1x' }, { op: 'remove', path: '/binaryMediaTypes/image~1png' }, replace('/endpointConfiguration/types/EDGE', 'REGIONAL')]
  expect(await client.send(new sdk.UpdateRestApiCommand({ restApiId, patchOperations }))).toMatchObject({ name: 'two', binaryMediaTypes: ['text/x'], endpointConfiguration: { types: ['REGIONAL'] } })
  await expect(client.send(new sdk.UpdateRestApiCommand({ restApiId, patchOperations: [replace('/id', 'x')] }))).rejects.toMatchObject({ name: 'BadRequestException' })
  const resourceArn = `arn:aws:apigateway:us-east-1::/restapis/${restApiId}`
  await client.send(new sdk.TagResourceCommand({ resourceArn, tags: { b: '2' } }))
  await client.send(new sdk.UntagResourceCommand({ resourceArn, tagKeys: ['a'] }))
  expect((await client.send(new sdk.GetTagsCommand({ resourceArn }))).tags).toEqual({ b: '2' })
  const { $metadata: _m, ...shown } = await client.send(new sdk.GetRestApiCommand({ restApiId }))
  expect((await client.send(new sdk.GetRestApisCommand({}))).items).toEqual([shown])
  // The second generation has lists of its own.
  expect((await new ApiGatewayV2Client(engine.client).send(new GetApisCommand({}))).Items).toEqual([])
  expect((await client.send(new sdk.DeleteRestApiCommand({ restApiId }))).$metadata.httpStatusCode).toBe(202)
  await expect(client.send(new sdk.GetRestApiCommand({ restApiId }))).rejects.toEqual(error('NotFoundException', `Invalid API identifier specified 000000000000:${restApiId}`))
})

test('resources make a tree', async () => {
  await using engine = await createTestEngine()
  const { client, restApiId, rootId } = await emptyApi(engine)
  const add = async (parentId: string, pathPart: string) => (await client.send(new sdk.CreateResourceCommand({ restApiId, parentId, pathPart }))).id!
  const pets = await add(rootId, 'pets')
  const one = await add(pets, '{id}')
  await add(one, 'toys')
  await expect(add(rootId, 'pets')).rejects.toEqual(error('ConflictException', 'Another resource with the same parent already has this name: pets'))
  await expect(add(pets, '{other}')).rejects.toEqual(error('BadRequestException', 'A sibling ({id}) of this resource already has a variable path part -- only one is allowed'))
  await expect(add('nobody', 'x')).rejects.toEqual(error('NotFoundException', 'Invalid Resource identifier specified'))
  await client.send(new sdk.UpdateResourceCommand({ restApiId, resourceId: pets, patchOperations: [replace('/pathPart', 'animals')] }))
  const paths = async () => (await client.send(new sdk.GetResourcesCommand({ restApiId }))).items!.map(({ path }) => path).sort()
  expect(await paths()).toEqual(['/', '/animals', '/animals/{id}', '/animals/{id}/toys'])
  const first = await client.send(new sdk.GetResourcesCommand({ restApiId, limit: 3 }))
  expect([first.items?.length, (await client.send(new sdk.GetResourcesCommand({ restApiId, limit: 3, position: first.position! }))).items?.length]).toEqual([3, 1])
  await client.send(new sdk.DeleteResourceCommand({ restApiId, resourceId: one }))
  expect(await paths()).toEqual(['/', '/animals'])
})

test('a method with its integration and their responses', async () => {
  await using engine = await createTestEngine()
  const { client, restApiId, rootId } = await emptyApi(engine)
  const where = { restApiId, resourceId: rootId, httpMethod: 'POST' }
  await expect(client.send(new sdk.PutMethodCommand({ ...where, authorizationType: 'COGNITO_USER_POOLS' }))).rejects.toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('Invalid authorizer ID specified') })
  const { id: authorizerId } = await client.send(new sdk.CreateAuthorizerCommand({ restApiId, name: 'users', type: 'COGNITO_USER_POOLS', providerARNs: [POOL_ARN], identitySource: 'method.request.header.Authorization' }))
  await client.send(new sdk.PutMethodCommand({ ...where, authorizationType: 'COGNITO_USER_POOLS', authorizerId, requestParameters: { 'method.request.header.x': true } }))
  await expect(client.send(new sdk.PutMethodCommand({ ...where, authorizationType: 'NONE' }))).rejects.toEqual(error('ConflictException', 'Method already exists for this resource'))
  await expect(client.send(new sdk.DeleteAuthorizerCommand({ restApiId, authorizerId }))).rejects.toMatchObject({ name: 'ConflictException' })
  await expect(client.send(new sdk.GetIntegrationCommand(where))).rejects.toEqual(error('NotFoundException', 'Invalid Integration identifier specified'))
  await expect(client.send(new sdk.CreateDeploymentCommand({ restApiId }))).rejects.toEqual(error('BadRequestException', 'No integration defined for method'))
  await client.send(new sdk.PutIntegrationCommand({ ...where, type: 'AWS', integrationHttpMethod: 'POST', uri: INVOCATIONS }))
  await expect(client.send(new sdk.PutIntegrationResponseCommand({ ...where, statusCode: '200' }))).rejects.toEqual(error('NotFoundException', 'Invalid Response status code specified'))
  await client.send(new sdk.PutMethodResponseCommand({ ...where, statusCode: '200', responseModels: { 'application/json': 'Empty' } }))
  await client.send(new sdk.PutIntegrationResponseCommand({ ...where, statusCode: '200', selectionPattern: 'x.*' }))
  await client.send(new sdk.UpdateIntegrationResponseCommand({ ...where, statusCode: '200', patchOperations: [replace('/selectionPattern', 'y.*')] }))
  await client.send(new sdk.UpdateIntegrationCommand({ ...where, patchOperations: [replace('/timeoutInMillis', '1000'), { op: 'add', path: '/requestTemplates/application~1json', value: '{}' }] }))
  await client.send(new sdk.UpdateMethodCommand({ ...where, patchOperations: [{ op: 'add', path: '/authorizationScopes', value: 'a/b' }, replace('/apiKeyRequired', 'true')] }))
  expect(await client.send(new sdk.GetMethodCommand(where))).toMatchObject({
    ...{ apiKeyRequired: true, authorizationScopes: ['a/b'], requestParameters: { 'method.request.header.x': true } },
    methodResponses: { 200: { statusCode: '200', responseModels: { 'application/json': 'Empty' } } },
    methodIntegration: { type: 'AWS', httpMethod: 'POST', timeoutInMillis: 1000, requestTemplates: { 'application/json': '{}' }, passthroughBehavior: 'WHEN_NO_MATCH', cacheNamespace: rootId, integrationResponses: { 200: { selectionPattern: 'y.*' } } },
  })
  expect((await client.send(new sdk.GetResourceCommand({ restApiId, resourceId: rootId }))).resourceMethods).toEqual({ POST: {} })
  await client.send(new sdk.DeleteIntegrationCommand(where))
  await client.send(new sdk.DeleteMethodCommand(where))
  await expect(client.send(new sdk.GetMethodCommand(where))).rejects.toEqual(error('NotFoundException', 'Invalid Method identifier specified'))
})

test('stages hold deployments, and are changed by patches', async () => {
  await using engine = await createTestEngine()
  const { client, restApiId, rootId } = await emptyApi(engine)
  const where = { restApiId, resourceId: rootId, httpMethod: 'GET' }
  await client.send(new sdk.PutMethodCommand({ ...where, authorizationType: 'NONE' }))
  await client.send(new sdk.PutIntegrationCommand({ ...where, type: 'MOCK' }))
  const { id: deploymentId = '' } = await client.send(new sdk.CreateDeploymentCommand({ restApiId }))
  await client.send(new sdk.CreateStageCommand({ restApiId, stageName: 'live', deploymentId, variables: { a: '1' } }))
  await expect(client.send(new sdk.CreateStageCommand({ restApiId, stageName: 'live', deploymentId }))).rejects.toEqual(error('ConflictException', 'Stage already exists'))
  await expect(client.send(new sdk.DeleteDeploymentCommand({ restApiId, deploymentId }))).rejects.toEqual(error('BadRequestException', 'Active stages pointing to this deployment must be moved or deleted'))
  const patchOperations = [replace('/variables/b', '2'), replace('/*/*/throttling/rateLimit', '5'), replace('/~1a/GET/logging/loglevel', 'INFO'), replace('/accessLogSettings/format', '$context.requestId')]
  expect(await client.send(new sdk.UpdateStageCommand({ restApiId, stageName: 'live', patchOperations }))).toMatchObject({
    variables: { a: '1', b: '2' },
    methodSettings: { '*/*': { throttlingRateLimit: 5 }, '/a/GET': { loggingLevel: 'INFO' } },
    accessLogSettings: { format: '$context.requestId' },
  })
  await client.send(new sdk.DeleteStageCommand({ restApiId, stageName: 'live' }))
  await client.send(new sdk.DeleteDeploymentCommand({ restApiId, deploymentId }))
  expect((await client.send(new sdk.GetDeploymentsCommand({ restApiId }))).items).toEqual([])
})

test('models, validators and gateway responses', async () => {
  await using engine = await createTestEngine()
  const { client, restApiId } = await emptyApi(engine)
  expect((await client.send(new sdk.GetModelsCommand({ restApiId }))).items!.map(({ name }) => name).sort()).toEqual(['Empty', 'Error'])
  const model = (schema: object) => client.send(new sdk.CreateModelCommand({ restApiId, name: 'User', contentType: 'application/json', schema: JSON.stringify(schema) }))
  await expect(model({ type: 'object', patternProperties: {} })).rejects.toMatchObject({ name: 'NotImplemented', message: expect.stringContaining('patternProperties') })
  await model({ type: 'object', properties: { patternProperties: { type: 'string' } } })
  await client.send(new sdk.DeleteModelCommand({ restApiId, modelName: 'User' }))
  const { id: requestValidatorId } = await client.send(new sdk.CreateRequestValidatorCommand({ restApiId, name: 'v', validateRequestBody: true }))
  expect(await client.send(new sdk.UpdateRequestValidatorCommand({ restApiId, requestValidatorId, patchOperations: [replace('/validateRequestParameters', 'true')] }))).toMatchObject({ validateRequestBody: true, validateRequestParameters: true })
  const responseType = 'UNAUTHORIZED'
  expect(await client.send(new sdk.GetGatewayResponseCommand({ restApiId, responseType }))).toMatchObject({ statusCode: '401', defaultResponse: true, responseTemplates: { 'application/json': '{"message":$context.error.messageString}' } })
  await client.send(new sdk.PutGatewayResponseCommand({ restApiId, responseType, statusCode: '418' }))
  expect(await client.send(new sdk.UpdateGatewayResponseCommand({ restApiId, responseType, patchOperations: [{ op: 'add', path: '/responseParameters/gatewayresponse.header.a', value: "'b'" }] }))).toMatchObject({
    statusCode: '418', defaultResponse: false, responseParameters: { 'gatewayresponse.header.a': "'b'" },
  })
  await client.send(new sdk.DeleteGatewayResponseCommand({ restApiId, responseType }))
  const { items = [] } = await client.send(new sdk.GetGatewayResponsesCommand({ restApiId }))
  expect([items.length, items.every(({ defaultResponse }) => defaultResponse)]).toEqual([21, true])
})

test('what is not here answers by its name', async () => {
  await using engine = await createTestEngine()
  const client = new sdk.APIGatewayClient({ ...engine.client, maxAttempts: 1 })
  await expect(client.send(new sdk.GetDomainNamesCommand({}))).rejects.toMatchObject({ name: 'NotImplemented', $metadata: { httpStatusCode: 501 } })
})
