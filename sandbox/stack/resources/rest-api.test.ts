import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { createTestEngine, type TestEngine } from '../../testing/engine.ts'
import { applyTemplate } from '../apply.ts'
import { createClients } from '../clients.ts'

const directory = mkdtempSync(join(tmpdir(), 'rest-api-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const TEMPLATE = `
Resources:
  Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: plain, BinaryMediaTypes: [image/png]}}
  Things: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: things}}
  Schema: {Type: AWS::ApiGateway::Model, Properties: {RestApiId: !Ref Api, Name: Thing, ContentType: application/json, Schema: {type: object, required: [id]}}}
  Validator: {Type: AWS::ApiGateway::RequestValidator, Properties: {RestApiId: !Ref Api, Name: v, ValidateRequestBody: true}}
  Refusal: {Type: AWS::ApiGateway::GatewayResponse, Properties: {RestApiId: !Ref Api, ResponseType: BAD_REQUEST_BODY, StatusCode: '422', ResponseTemplates: {application/json: '{"no":$context.error.messageString}'}}}
  Post:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !Ref Things
      HttpMethod: POST
      AuthorizationType: NONE
      RequestValidatorId: !Ref Validator
      RequestModels: {application/json: !Ref Schema}
      MethodResponses: [{StatusCode: '202'}]
      Integration: {Type: MOCK, RequestTemplates: {application/json: '{"statusCode": 202}'}, IntegrationResponses: [{StatusCode: '202', ResponseTemplates: {application/json: SAID}}]}
  Deployment: {Type: AWS::ApiGateway::Deployment, DependsOn: [Post, Refusal], Properties: {RestApiId: !Ref Api}}
  Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: live, Variables: {color: blue}}}
Outputs:
  Url: {Value: !Sub 'https://\${Api}.execute-api.\${AWS::Region}.amazonaws.com/\${Stage}'}
`

test('plain resources make an API that works; once more they change nothing, and another deployment takes up a change', async () => {
  await using engine: TestEngine = await createTestEngine()
  const clients = createClients({ aws: engine.endpoint, edge: engine.endpoint, region: 'us-east-1' })
  const apply = (text: string) => {
    const templateFile = join(directory, 'template.yaml')
    writeFileSync(templateFile, text)
    return applyTemplate({ clients, templateFile, stackName: 'plain' })
  }
  try {
    const blue = TEMPLATE.replace('SAID', "'$stageVariables.color'")
    const { outputs } = await apply(blue)
    const post = async (body: string) => {
      const response = await fetch(`${outputs['Url']!}/things`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
      return [response.status, await response.text()]
    }
    expect(await post('{"id":1}')).toEqual([202, 'blue'])
    expect(await post('{}')).toEqual([422, '{"no":"Invalid request body"}'])
    expect((await apply(blue)).changed).toBe(0)
    const red = TEMPLATE.replace('SAID', 'red').replaceAll('Deployment:', 'Deployment2:').replace('!Ref Deployment', '!Ref Deployment2').replace('color: blue', 'other: x')
    expect((await apply(red)).changed).toBe(3)
    expect(await post('{"id":1}')).toEqual([202, 'red'])
  } finally {
    await clients.destroy()
  }
})
