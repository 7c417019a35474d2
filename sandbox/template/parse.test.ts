import { describe, expect, test } from 'vitest'
import { parseTemplate } from './parse.ts'
import { TemplateError } from './template-error.ts'

/** The properties of a resource X written in YAML flow style. */
function propertiesOf(yaml: string): unknown {
  return parseTemplate(`Resources:\n  X:\n    Type: AWS::S3::Bucket\n    Properties: { p: ${yaml} }\n`, 't.yaml').resources['X']?.Properties?.['p']
}

function errorOf(text: string, fileName = 't.yaml'): TemplateError {
  try {
    parseTemplate(text, fileName)
  } catch (error) {
    if (error instanceof TemplateError) return error
    throw error
  }
  throw new Error('the template was accepted')
}

describe('short forms', () => {
  test.each([
    ['!Ref A', { Ref: 'A' }],
    ['!GetAtt A.Outputs.B', { 'Fn::GetAtt': ['A', 'Outputs.B'] }],
    ['!GetAtt [A, B]', { 'Fn::GetAtt': ['A', 'B'] }],
    ['{ "Fn::GetAtt": A.B }', { 'Fn::GetAtt': ['A', 'B'] }],
    ['!Sub "${A}-x"', { 'Fn::Sub': '${A}-x' }],
    ['!Sub ["${v}", { v: !Ref A }]', { 'Fn::Sub': ['${v}', { v: { Ref: 'A' } }] }],
    ['!Join [",", [a, !Ref B]]', { 'Fn::Join': [',', ['a', { Ref: 'B' }]] }],
    ['!Select [0, !GetAZs ""]', { 'Fn::Select': [0, { 'Fn::GetAZs': '' }] }],
    ['!Split [",", !ImportValue x]', { 'Fn::Split': [',', { 'Fn::ImportValue': 'x' }] }],
    ['!FindInMap [A, B, C]', { 'Fn::FindInMap': ['A', 'B', 'C'] }],
    ['!If [C, !Base64 a, !Cidr [10.0.0.0/16, 1, 8]]', { 'Fn::If': ['C', { 'Fn::Base64': 'a' }, { 'Fn::Cidr': ['10.0.0.0/16', 1, 8] }] }],
    ['!And [!Condition A, !Not [!Equals [a, b]]]', { 'Fn::And': [{ Condition: 'A' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] }],
    ['!Or [!Condition A, !Condition B]', { 'Fn::Or': [{ Condition: 'A' }, { Condition: 'B' }] }],
    ['!Transform { Name: M, Parameters: { a: 1 } }', { 'Fn::Transform': { Name: 'M', Parameters: { a: 1 } } }],
  ])('%s', (yaml, long) => {
    expect(propertiesOf(yaml)).toEqual(long)
  })
})

test.each([
  ['2012-10-17', '2012-10-17'],
  ['12:30', '12:30'],
  ['y', 'y'],
  ['yes', true],
  ['"yes"', 'yes'],
  ['10', 10],
])('the YAML scalar %s is %j', (yaml, value) => {
  expect(propertiesOf(yaml)).toBe(value)
})

test('JSON is read as the same template', () => {
  const json = '{"Resources": {"X": {"Type": "AWS::S3::Bucket", "DependsOn": "Y", "Properties": {"a": {"Fn::GetAtt": "Y.Arn"}}}, "Y": {"Type": "T"}}}'
  expect(parseTemplate(json, 't.json').resources['X']).toEqual({ Type: 'AWS::S3::Bucket', DependsOn: ['Y'], Properties: { a: { 'Fn::GetAtt': ['Y', 'Arn'] } } })
  expect(parseTemplate(json.replaceAll('"', ''), 't.yaml').resources['X']?.Type).toBe('AWS::S3::Bucket')
})

describe('what is wrong, and where', () => {
  test.each([
    ['Resources: {}', 'Template format error: At least one Resources member must be defined.', 'Resources', 1],
    ['Description: x\n\nResorces: {}', 'Invalid template property or properties [Resorces]', 'Resorces', 3],
    ['Rules: {}\nResources:\n  X: {Type: A}', 'Rules is not supported by this sandbox; remove the section to run the template here.', 'Rules', 1],
    ['Resources:\n  X:\n    Properties: {}', 'Template format error: [/Resources/X] Every Resources object must contain a Type member.', 'Resources.X', 2],
    ['Resources:\n  X:\n    Type: A\n    Handler: b', "Invalid template resource property 'Handler'; did you mean to put it under Properties?", 'Resources.X.Handler', 4],
    ['Resources:\n  my-x:\n    Type: A', 'Template format error: Resource name my-x is non alphanumeric.', 'Resources.my-x', 2],
    ['Resources:\n  X:\n    Type: A\n    Properties:\n      a:', "[/Resources/X/Properties/a] 'null' values are not allowed in templates", 'Resources.X.Properties.a', 5],
    ['Resources:\n  X: {Type: A}\nOutputs:\n  O: {Description: d}', 'Template format error: Every Outputs member must contain a Value object', 'Outputs.O', 4],
    ['Parameters:\n  P: {Default: d}\nResources:\n  X: {Type: A}', 'Template format error: Every Parameters object must contain a Type member.', 'Parameters.P', 2],
    ['Resources:\n  X: {Type: A, DependsOn: {a: b}}', 'Template format error: DependsOn must be a string or list of strings.', 'Resources.X.DependsOn', 2],
    ['AWSTemplateFormatVersion: 2020-01-01\nResources:\n  X: {Type: A}', 'Template format error: unsupported value for AWSTemplateFormatVersion; the only one is 2010-09-09.', 'AWSTemplateFormatVersion', 1],
  ])('%j', (text, message, path, line) => {
    expect(errorOf(text)).toMatchObject({ message, path, line })
  })

  test('text that is no YAML or JSON', () => {
    expect(errorOf('Resources:\n  X: {Type: A')).toMatchObject({ message: expect.stringMatching(/^Template format error: YAML not well-formed\. \(line \d/), line: expect.any(Number) })
    expect(errorOf('Resources:\n  X: {Type: A}\n  X: {Type: B}')).toMatchObject({ line: 3 })
    expect(errorOf('{"Resources": {', 't.json').message).toMatch(/^Template format error: JSON not well-formed\./)
    expect(errorOf('just text').message).toContain('t.yaml is not a map of sections')
  })

  test('an alias, as CloudFormation takes none, and a tag that is no function', () => {
    expect(errorOf('Resources:\n  X: &x {Type: A}\n  Y: *x')).toMatchObject({ message: expect.stringContaining('YAML aliases are not allowed in CloudFormation templates'), path: 'Resources.Y', line: 3 })
    expect(errorOf('Resources:\n  X: {Type: A}\n  Y: !Reff x')).toMatchObject({ message: expect.stringContaining('!Reff is not a CloudFormation function'), line: 3 })
    expect(errorOf('Resources:\n  X: {Type: A, Properties: {a: !GetAtt Y}}').message).toContain('<LogicalId>.<Attribute>')
  })
})
