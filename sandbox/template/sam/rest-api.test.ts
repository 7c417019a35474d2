import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { resolveParameters } from '../parameters.ts'
import { parseTemplate } from '../parse.ts'
import { expandSam } from '../sam.ts'

const HEAD = 'Transform: AWS::Serverless-2016-10-31\n'
const golden = (name: string): string => readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')
const expand = (yaml: string) => expandSam(parseTemplate(HEAD + yaml, 't.yaml')).resources

/** The hash of a deployment is the one thing that is not AWS's. */
const withoutHash = (value: unknown) =>
  JSON.parse(JSON.stringify(value).replaceAll(/Deployment[0-9a-f]{10}/g, 'Deployment0123456789').replaceAll(/deployment id: [0-9a-f]+/g, 'deployment id: 0123456789')) as unknown

test("makes of REST APIs what AWS's own transform makes", () => {
  const parsed = parseTemplate(golden('rest-apis.yaml'), 't.yaml')
  const { Resources } = JSON.parse(golden('rest-apis.json')) as { Resources: object }
  expect(withoutHash(expandSam(parsed, resolveParameters(parsed.parameters, {})).resources)).toEqual(Resources)
})

const api = (properties: string, event = '') =>
  `Resources:\n  A: {Type: AWS::Serverless::Api, Properties: {StageName: live, ${properties}}}\n  F: {Type: AWS::Serverless::Function, Properties: {CodeUri: s, Handler: h, Runtime: r, Events: {E: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: !Ref A${event}}}}}}\n`

test('another definition is another deployment, and the same one is the same', () => {
  const deploymentOf = (text: string) => Object.keys(expand(text)).find((id) => id.startsWith('ADeployment'))
  expect(deploymentOf(api('Name: n'))).toBe(deploymentOf(api('Name: m')))
  expect(deploymentOf(api('Name: n'))).not.toBe(deploymentOf(api('Name: n', ', TimeoutInMillis: 100')))
})

test('the default authorizer also guards preflights, as in AWS, and methods that the definition brings', () => {
  const auth = 'Auth: {DefaultAuthorizer: U, Authorizers: {U: {UserPoolArn: arn}}}'
  const body = "DefinitionBody: {swagger: '2.0', paths: {/own: {get: {}, post: {security: []}}}}"
  const { A } = expand(api(`${auth}, ${body}, Cors: "'*'"`))
  expect(A?.Properties?.['Body']).toMatchObject({
    paths: {
      '/own': { get: { security: [{ U: [] }] }, post: { security: [] }, options: { security: [{ U: [] }] } },
      '/a': { get: { security: [{ U: [] }] }, options: { security: [{ U: [] }] } },
    },
  })
})

describe('refused by name', () => {
  test.each([
    ['Resources: {T: {Type: AWS::Serverless::Api}}', "Missing required property 'StageName'."],
    [api('Domain: {}'), 'property Domain is not supported'],
    [api('Auth: {UsagePlan: {}}'), 'Auth property UsagePlan is not supported'],
    [api('Auth: {DefaultAuthorizer: X}'), "'X' was not defined in 'Authorizers'"],
    [api('', ', Auth: {Authorizer: X}'), "because it wasn't defined in the API's Authorizers."],
    [api('', ', RequestModel: {Model: X}'), "because it wasn't defined in the API's Models."],
    [api('', ', RequestParameters: [header.x]'), "Invalid value for 'RequestParameters' property."],
    [api('', ', Cors: x'), 'Api property Cors is not supported'],
    [api('Cors: {AllowCredentials: true}'), "'AllowCredentials' can not be true"],
    [api('Cors: {Origins: x}'), "Invalid key 'Origins' for 'Cors'"],
    [api('').replace('!Ref A', '!Ref F'), "RestApiId must be a valid reference to an 'AWS::Serverless::Api'"],
  ])('%j', (text, message) => {
    expect(() => expand(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(message) }))
  })
})
