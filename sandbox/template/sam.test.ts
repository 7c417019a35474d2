import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { loadTemplate } from './load.ts'
import { resolveParameters } from './parameters.ts'
import type { Template } from './parse.ts'
import { parseTemplate } from './parse.ts'
import { expandSam } from './sam.ts'
import type { Value } from './value.ts'

const HEAD = 'Transform: AWS::Serverless-2016-10-31\n'
const expand = (yaml: string, parameters: Record<string, Value> = {}): Template => expandSam(parseTemplate(HEAD + yaml, 't.yaml'), parameters)
const golden = (name: string): string => readFileSync(new URL(`sam/golden/${name}`, import.meta.url), 'utf8')

/** A function F with one event E. */
const withEvent = (event: string, more = ''): string => `Resources:\n  B: {Type: AWS::S3::Bucket}\n  F: {Type: AWS::Serverless::Function, Properties: {CodeUri: src, Handler: h, Runtime: r, Events: {E: ${event}}}}\n${more}`

test.each(['functions-and-apis', 'streams'])("makes what AWS's own transform makes, logical ids to the letter: %s", (name) => {
  const parsed = parseTemplate(golden(`${name}.yaml`), 't.yaml')
  const mine = expandSam(parsed, resolveParameters(parsed.parameters, {})).resources
  const theirs = JSON.parse(golden(`${name}.json`)) as { Resources: Record<string, Record<string, unknown>> }
  for (const resource of Object.values(theirs.Resources)) {
    if (typeof resource['DependsOn'] === 'string') resource['DependsOn'] = [resource['DependsOn']]
  }
  expect(mine).toEqual(theirs.Resources)
})

test('a CodeUri may be looked up, as sam build does before the transform', () => {
  const loaded = loadTemplate(
    `${HEAD}Parameters: {P: {Type: String, Default: py}}\nMappings: {M: {py: {Code: ../python, How: python3.13}}}\n` +
      'Resources: {F: {Type: AWS::Serverless::Function, Metadata: {BuildMethod: !FindInMap [M, !Ref P, How]}, Properties: {CodeUri: !FindInMap [M, !Ref P, Code], Handler: h, Runtime: r, Role: r}}}',
    't.yaml',
    { pseudo: { accountId: '0', region: 'r', stackName: 's', stackId: 's' } },
  )
  const none = { ref: () => '', getAtt: () => '' }
  expect(loaded.evaluate(loaded.resources[0]!.properties, none)).toMatchObject({ Code: '../python' })
  expect(loaded.evaluate(loaded.resources[0]!.metadata, none)).toEqual({ BuildMethod: 'python3.13' })
})

test('a local CodeUri stays a path and Metadata stays with the function', () => {
  const { F } = expand('Resources: {F: {Type: AWS::Serverless::Function, Metadata: {BuildMethod: esbuild}, Properties: {CodeUri: ../handlers/upload, Handler: h, Runtime: r}}}').resources
  expect(F).toMatchObject({ Metadata: { BuildMethod: 'esbuild' }, Properties: { Code: '../handlers/upload' } })
})

test('a parameter may name a route, and references to a stage or layer follow their new ids', () => {
  const { resources, outputs } = expand(
    withEvent('{Type: HttpApi, Properties: {Path: !Ref Path, Method: GET, ApiId: !Ref Api}}', "  Api: {Type: AWS::Serverless::HttpApi, Properties: {StageName: my-stage}}\nOutputs: {O: {Value: !Sub '${Api.Stage}'}}"),
    { Path: '/from-parameter' },
  )
  expect(Object.keys(resources)).toEqual(['B', 'F', 'FEPermission', 'FRole', 'Api', 'ApiStagea9d64949ee'])
  expect(resources['Api']?.Properties?.['Body']).toMatchObject({ paths: { '/from-parameter': { get: {} } } })
  expect(outputs['O']?.Value).toEqual({ 'Fn::Sub': '${ApiStagea9d64949ee}' })
})

test("a conditional function's routes and notifications are conditional, and so is an API of them alone", () => {
  const text = withEvent('{Type: HttpApi, Properties: {Path: /a, Method: get}}, S: {Type: S3, Properties: {Bucket: !Ref B, Events: s3:ObjectCreated:*}}', 'Conditions: {C: !Equals [a, a]}')
  const { resources } = expand(text.replace('Function, ', 'Function, Condition: C, '))
  expect(resources['ServerlessHttpApi']?.Condition).toBe('C')
  expect(resources['FEPermission']?.Condition).toBe('C')
  expect(resources['ServerlessHttpApi']?.Properties?.['Body']).toMatchObject({ paths: { '/a': { get: { 'Fn::If': ['C', {}, { Ref: 'AWS::NoValue' }] } } } })
  expect(resources['B']).toMatchObject({ Properties: { Tags: [{ Key: 'sam:ConditionalDependsOn:FSPermission' }] } })
  expect(resources['B']?.DependsOn).toBeUndefined()
})

test('IgnoreGlobals leaves the Globals section out', () => {
  const { F } = expand('Globals: {Function: {Timeout: 5, Runtime: r}}\nResources: {F: {Type: AWS::Serverless::Function, IgnoreGlobals: [Timeout], Properties: {CodeUri: s, Handler: h}}}').resources
  expect(F?.Properties).toMatchObject({ Runtime: 'r' })
  expect(F?.Properties).not.toHaveProperty('Timeout')
})

test('Globals: maps are merged, lists joined, architectures and the rest replaced', () => {
  const globals = 'Globals: {Function: {Timeout: 5, Runtime: r, Layers: [one], Architectures: [x86_64], Environment: {Variables: {A: g, B: g}}}}'
  const own = 'Properties: {CodeUri: s, Handler: h, Timeout: 9, Layers: [two], Architectures: [arm64], Environment: {Variables: {B: own}}}'
  const { F } = expand(`${globals}\nResources: {F: {Type: AWS::Serverless::Function, ${own}}}`).resources
  expect(F?.Properties).toMatchObject({ Timeout: 9, Runtime: 'r', Layers: ['one', 'two'], Architectures: ['arm64'], Environment: { Variables: { A: 'g', B: 'own' } } })
})

describe('refused by name', () => {
  const fn = (properties: string): string => `Resources: {F: {Type: AWS::Serverless::Function, Properties: {${properties}}}}`
  test.each([
    ['Resources: {T: {Type: AWS::Serverless::SimpleTable}}', 'AWS::Serverless::SimpleTable is not supported', 'Resources.T.Type'],
    [fn('CodeUri: s, Handler: h, Runtime: r, AutoPublishAlias: live'), 'property AutoPublishAlias is not supported', 'Resources.F.Properties.AutoPublishAlias'],
    [fn('CodeUri: s, Handler: h, Runtime: r, Timout: 3'), 'property Timout not defined for resource of type AWS::Serverless::Function', 'Resources.F.Properties.Timout'],
    [fn('CodeUri: s, Runtime: r'), "'Handler' is a required property", 'Resources.F.Properties.Handler'],
    [fn('Handler: h, Runtime: r'), "One of 'InlineCode' or 'CodeUri' must be set.", 'Resources.F.Properties.CodeUri'],
    [fn('CodeUri: s, Handler: h, Runtime: r, Policies: [{DynamoDBReadPolicy: {TableName: t}}]'), "The policy template 'DynamoDBReadPolicy' is not supported", 'Resources.F.Properties.Policies'],
    [withEvent('{Type: Schedule, Properties: {}}'), 'Events of type Schedule are not supported by this sandbox; it has Api, HttpApi, Kinesis, S3.', 'Resources.F.Properties.Events.E'],
    [withEvent('{Type: Kinesis, Properties: {Stream: s}}'), "Missing required property 'StartingPosition'.", 'Resources.F.Properties.Events.E'],
    [withEvent('{Type: Kinesis, Properties: {Stream: s, StartingPosition: LATEST, FilterCriteria: {Pattern: x}}}'), 'FilterCriteria field has a wrong format', 'Resources.F.Properties.Events.E'],
    [withEvent('{Type: Kinesis, Properties: {Stream: s, StartingPosition: LATEST, DestinationConfig: {OnFailure: {Type: Bus, Destination: d}}}}'), "The only valid values for 'Type' are 'SQS', 'SNS', 'S3', and 'Kafka'", 'Resources.F.Properties.Events.E'],
    [withEvent('{Type: S3, Properties: {Bucket: other, Events: x}}'), 'S3 events must reference an S3 bucket in the same template.', 'Resources.F.Properties.Events.E'],
    [withEvent('{Type: HttpApi, Properties: {Method: get}}'), "Event is missing key 'Path'.", 'Resources.F.Properties.Events.E'],
    [withEvent('{Type: HttpApi, Properties: {Path: /, Method: get, ApiId: !Ref B}}'), "ApiId must be a valid reference to an 'AWS::Serverless::HttpApi'", 'Resources.F.Properties.Events.E'],
    [withEvent('{Type: HttpApi, Properties: {Path: /, Method: get, Auth: {Authorizer: X}}}'), "because it wasn't defined in the API's Authorizers.", 'Resources.F.Properties.Events.E'],
    [withEvent('{Type: HttpApi, Properties: {Path: /, Method: get, Auth: {Authorizer: NONE}}}'), "'NONE' is only a valid value when a DefaultAuthorizer", 'Resources.F.Properties.Events.E'],
    [withEvent('{Type: HttpApi}, E2: {Type: HttpApi}'), "defined multiple times for path '$default'.", 'Resources.F.Properties.Events.E2'],
    [withEvent('{Type: HttpApi}', '  FRole: {Type: AWS::IAM::Role}'), 'makes a resource FRole, which the template has already', 'Resources.FRole'],
    ['Globals: {Function: {Role: r}}\nResources: {B: {Type: AWS::S3::Bucket}}', "'Role' is not a supported property of 'Function'", 'Globals.Function.Role'],
  ])('%j', (text, message, path) => {
    expect(() => expand(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(message), path }))
  })

  test('serverless resources without the Transform line, and a transform that is not known', () => {
    const text = 'Resources: {F: {Type: AWS::Serverless::Function}}'
    expect(() => expandSam(parseTemplate(text, 't.yaml'))).toThrow('Unrecognized resource types: [AWS::Serverless::Function]; add "Transform: AWS::Serverless-2016-10-31"')
    expect(() => expandSam(parseTemplate(`Transform: [My::Macro]\n${text}`, 't.yaml'))).toThrow('No transform named My::Macro found')
  })
})
