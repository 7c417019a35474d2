import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { capabilitiesOf, loadTemplate } from './index.ts'
import type { LoadedTemplate, Value } from './index.ts'

const pseudo = { accountId: '000000000000', region: 'eu-west-1', stackName: 'sandbox', stackId: 'id' }
const load = (text: string, parameters: Record<string, string> = {}): LoadedTemplate => loadTemplate(text, 't.yaml', { parameters, pseudo })
const lookup = { ref: (id: string): Value => `<${id}>`, getAtt: (id: string, attribute: string): Value => `<${id}.${attribute}>` }

describe("the sandbox's own stack, fixtures/template.yaml", () => {
  const stack = load(readFileSync(new URL('../../fixtures/template.yaml', import.meta.url), 'utf8'))
  const typeOf = new Map(stack.resources.map(({ logicalId, type }) => [logicalId, type]))

  test('has only CloudFormation resources, each after all it depends on', () => {
    const seen = new Set<string>()
    for (const { logicalId, type, dependsOn } of stack.resources) {
      expect(type).not.toMatch(/^AWS::Serverless/)
      expect([...dependsOn].filter((id) => !seen.has(id))).toEqual([])
      seen.add(logicalId)
    }
    expect(capabilitiesOf(stack.resources)).toEqual(['CAPABILITY_IAM'])
  })

  test('makes the event source mapping after the function and its role', () => {
    const order = stack.resources.map(({ type }) => type)
    expect(order.lastIndexOf('AWS::IAM::Role')).toBeLessThan(order.indexOf('AWS::Lambda::EventSourceMapping'))
    const mapping = stack.resources.find(({ type }) => type === 'AWS::Lambda::EventSourceMapping')
    expect(mapping?.properties).toMatchObject({ BatchSize: 10, StartingPosition: 'LATEST' })
    expect(mapping?.dependsOn.map((id) => typeOf.get(id)).sort()).toEqual(['AWS::Kinesis::Stream', 'AWS::Lambda::Function'])
  })

  test("guards POST /uploads with the pool's tokens", () => {
    const api = stack.resources.find(({ type }) => type === 'AWS::ApiGatewayV2::Api')
    const body = stack.evaluate(api?.properties['Body'] ?? null, lookup)
    const jwtConfiguration = { issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/<UserPool>', audience: ['<UserPoolClient>'] }
    expect(body).toMatchObject({
      paths: { '/uploads': { post: { security: [{ CognitoJwt: [] }] } } },
      components: { securitySchemes: { CognitoJwt: { 'x-amazon-apigateway-authorizer': { type: 'jwt', jwtConfiguration } } } },
    })
  })

  test('has outputs that evaluate to text', () => {
    for (const { value } of stack.outputs) expect(stack.evaluate(value, lookup)).toEqual(expect.any(String))
  })
})

const CONDITIONAL = `
Parameters: {Stage: {Type: String, Default: dev}}
Conditions: {Prod: !Equals [!Ref Stage, prod]}
Resources:
  Alarm: {Type: T, Condition: Prod, DeletionPolicy: Retain}
  Main: {Type: T, DependsOn: Alarm, Properties: {a: !If [Prod, !Ref Alarm, none], b: !If [Prod, x, !Ref AWS::NoValue]}}
Outputs:
  Alarm: {Condition: Prod, Value: !Ref Alarm}
  Main: {Value: !GetAtt Main.Arn, Export: {Name: !Sub '\${AWS::StackName}-main'}}
`

test('a condition decides which resources, branches, edges and outputs there are', () => {
  const dev = load(CONDITIONAL)
  expect(dev.resources.map(({ logicalId }) => logicalId)).toEqual(['Main'])
  expect(dev.resources[0]).toMatchObject({ dependsOn: [], deletionPolicy: 'Delete' })
  expect(dev.evaluate(dev.resources[0]?.properties ?? {}, lookup)).toEqual({ a: 'none' })
  expect(dev.outputs.map(({ name }) => name)).toEqual(['Main'])
  expect(dev.evaluate(dev.outputs[0]?.exportName ?? '', lookup)).toBe('sandbox-main')

  const prod = load(CONDITIONAL, { Stage: 'prod' })
  expect(prod.levels.map((level) => level.map(({ logicalId }) => logicalId))).toEqual([['Alarm'], ['Main']])
  expect(prod.resources[0]?.deletionPolicy).toBe('Retain')
  expect(prod.evaluate(prod.resources[1]?.properties ?? {}, lookup)).toEqual({ a: '<Alarm>', b: 'x' })
  expect(prod.parameters).toEqual({ Stage: 'prod' })
})

test('DependsOn alone makes an order', () => {
  const stack = load('Resources:\n  Mapping: {Type: T, DependsOn: [Policy]}\n  Policy: {Type: AWS::IAM::Policy}\n')
  expect(stack.resources.map(({ logicalId, dependsOn }) => [logicalId, dependsOn])).toEqual([['Policy', []], ['Mapping', ['Policy']]])
})

describe('a name that is none of the template', () => {
  const resources = (x: string): string => `Conditions: {Never: !Equals [a, b]}\nResources:\n  Y: {Type: T, Condition: Never}\n  X:\n    Type: T\n    ${x}\n`
  test.each([
    [resources('Properties: {a: !Ref Z, b: !Sub "${W}"}'), 'Template format error: Unresolved resource dependencies [Z, W] in the Resources block of the template', 6],
    [resources('DependsOn: Z'), 'Template format error: Unresolved resource dependencies [Z] in the Resources block of the template', 6],
    [resources('Properties: {a: !GetAtt Z.Arn}'), 'Template error: instance of Fn::GetAtt references undefined resource Z', 6],
    [resources('Properties: {a: !Sub "${Z.Arn}"}'), 'Template error: instance of Fn::Sub references invalid resource attribute Z.Arn', 6],
    [resources('Condition: Z'), 'Template format error: Unresolved condition dependency Z in the Resources block of the template', 6],
    [resources('Properties: {a: !If [Z, 1, 2]}'), 'Template error: unresolved condition dependency Z in Fn::If', 6],
    [resources('Properties: {a: !Ref Y}'), 'Template format error: Unresolved resource dependencies [Y] in the Resources block of the template', 6],
    [`${resources('Properties: {}')}Outputs:\n  O: {Value: !Ref Z}`, 'Template format error: Unresolved resource dependencies [Z] in the Outputs block of the template', 8],
    [resources('Properties: {a: !GetAtt X.Arn}'), 'Circular dependency between resources: [X]', 2],
  ])('%j', (text, message, line) => {
    expect(() => load(text)).toThrow(expect.objectContaining({ message, line }))
  })
})

test('a resource that SAM makes may be referred to', () => {
  const text = 'Transform: AWS::Serverless-2016-10-31\nResources: {F: {Type: AWS::Serverless::Function, Properties: {CodeUri: s, Handler: h, Runtime: r}}}\nOutputs: {O: {Value: !GetAtt FRole.Arn}}'
  const stack = load(text)
  expect(stack.evaluate(stack.outputs[0]?.value ?? '', lookup)).toBe('<FRole.Arn>')
})
