import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluate } from './intrinsics.ts'
import type { Value } from './value.ts'

const scope = {
  parameters: { Stage: 'prod', Ids: ['a', 'b'], Size: 5, 'AWS::Region': 'eu-west-1', 'AWS::AccountId': '000000000000' },
  mappings: { Regions: { 'eu-west-1': { Ami: 'ami-1', Zones: ['x', 'y'] } } },
  conditions: { Yes: true, No: false },
  ref: (id: string): Value => `${id}-physical`,
  getAtt: (id: string, attribute: string): Value => `${id}/${attribute}`,
  importValue: (name: string): Value | undefined => (name === 'shared' ? 'imported' : undefined),
}
const run = (value: Value): Value | undefined => evaluate(value, scope)

test.each<[Value, Value]>([
  [{ Ref: 'Stage' }, 'prod'],
  [{ Ref: 'Bucket' }, 'Bucket-physical'],
  [{ 'Fn::GetAtt': ['Api', 'Endpoint.Url'] }, 'Api/Endpoint.Url'],
  [{ 'Fn::GetAtt': ['Api', { Ref: 'Stage' }] }, 'Api/prod'],
  [{ 'Fn::Sub': 'arn:${AWS::Region}:${Bucket}/${Fn.Arn}/${Stage}/${Size}' }, 'arn:eu-west-1:Bucket-physical/Fn/Arn/prod/5'],
  [{ 'Fn::Sub': 'echo ${!HOME} $x ${unclosed' }, 'echo ${HOME} $x ${unclosed'],
  [{ 'Fn::Sub': ['${a.b}${Stage}', { 'a.b': { Ref: 'Size' }, Stage: 'own' }] }, '5own'],
  [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::NoValue' }, 1, true]] }, 'a-1-true'],
  [{ 'Fn::Join': [',', { Ref: 'Ids' }] }, 'a,b'],
  [{ 'Fn::Select': ['1', { 'Fn::Split': [',', 'x,y'] }] }, 'y'],
  [{ 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'Ami'] }, 'ami-1'],
  [{ 'Fn::FindInMap': ['Regions', 'nowhere', 'Ami', { DefaultValue: { Ref: 'Stage' } }] }, 'prod'],
  [{ 'Fn::If': ['Yes', { Ref: 'Stage' }, { 'Fn::ImportValue': 'missing' }] }, 'prod'],
  [{ 'Fn::ImportValue': { 'Fn::Sub': 'shared' } }, 'imported'],
  [{ 'Fn::Base64': 'grüße' }, 'Z3LDvMOfZQ=='],
  [{ 'Fn::Cidr': ['10.0.0.0/16', 3, 8] }, ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
  [{ 'Fn::GetAZs': '' }, ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
  [{ 'Fn::Length': { Ref: 'Ids' } }, 2],
  [{ 'Fn::ToJsonString': { a: { Ref: 'Size' } } }, '{"a":5}'],
  [{ Condition: { Bool: { x: 'y' } } }, { Condition: { Bool: { x: 'y' } } }],
])('%j is %j', (value, expected) => {
  expect(run(value)).toEqual(expected)
})

test('AWS::NoValue removes the member or item that it is', () => {
  const nothing = { 'Fn::If': ['No', 'x', { Ref: 'AWS::NoValue' }] }
  expect(run({ a: nothing, b: [nothing, 1], c: { d: nothing } })).toEqual({ b: [1], c: {} })
  expect(run(nothing)).toBeUndefined()
})

test.each<[Value, string]>([
  [{ 'Fn::If': ['Maybe', 1, 2] }, 'Template error: unresolved condition dependency Maybe in Fn::If'],
  [{ 'Fn::If': ['Yes', 1] }, 'Fn::If requires a list argument with three elements'],
  [{ 'Fn::Select': [5, ['a']] }, 'Template error: Fn::Select cannot select nonexistent value at index 5'],
  [{ 'Fn::FindInMap': ['Regions', 'us-east-1', 'Ami'] }, 'Template error: Unable to get mapping for Regions::us-east-1::Ami'],
  [{ 'Fn::FindInMap': ['Nope', 'a', 'b'] }, "Mapping named 'Nope' is not present"],
  [{ 'Fn::Sub': '${Ids}' }, 'Template error: variable Ids in Fn::Sub expression does not resolve to a string'],
  [{ 'Fn::Sub': '${a b}' }, 'variable names in Fn::Sub syntax must contain only alphanumeric characters'],
  [{ 'Fn::Sub': ['a', {}, 'c'] }, "Fn::Sub intrinsic functions don't specify expected arguments"],
  [{ 'Fn::Join': ['-', 'text'] }, 'every Fn::Join object requires two parameters'],
  [{ 'Fn::Split': ['', 'text'] }, 'every Fn::Split object requires two parameters'],
  [{ 'Fn::ImportValue': 'missing' }, 'No export named missing found.'],
  [{ 'Fn::Cidr': ['10.0.0.0/24', 3, 7] }, 'Fn::Cidr cannot make 3 subnets with 7 host bits of 10.0.0.0/24'],
  [{ 'Fn::Foo': 1 }, 'Template error: Encountered unsupported function: Fn::Foo Supported functions are: [Fn::GetAtt'],
  [{ 'Fn::Transform': { Name: 'AWS::Include' } }, 'Fn::Transform is not supported'],
])('%j is refused: %s', (value, message) => {
  expect(() => run(value)).toThrow(message)
})

describe('for any text', () => {
  test('Split undoes Join, when the delimiter is in none of the items', () => {
    const item = fc.string().filter((text) => !text.includes('|'))
    fc.assert(fc.property(fc.array(item, { minLength: 1 }), (items) => {
      expect(run({ 'Fn::Split': ['|', { 'Fn::Join': ['|', items] }] })).toEqual(items)
    }))
  })

  test('Sub puts each variable where it stands and leaves the rest', () => {
    const plain = fc.string().filter((text) => !/[${}]/.test(text))
    fc.assert(fc.property(plain, fc.string(), plain, (before, value, after) => {
      expect(run({ 'Fn::Sub': [`${before}\${v}${after}\${!v}`, { v: value }] })).toBe(`${before}${value}${after}\${v}`)
    }))
  })

  test('a value without functions is itself', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      expect(run({ Wrapped: value as Value, Second: 1 })).toEqual({ Wrapped: value, Second: 1 })
    }))
  })
})
