import { expect, test } from 'vitest'
import { evaluateConditions } from './conditions.ts'
import type { Value } from './value.ts'

const scope = { parameters: { Stage: 'prod', Count: 1 }, mappings: { M: { prod: { big: true } } } }
const outcome = (value: Value): boolean | undefined => evaluateConditions({ C: value, Yes: { 'Fn::Equals': ['a', 'a'] } }, scope)['C']

test.each<[Value, boolean]>([
  [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, true],
  [{ 'Fn::Equals': [{ Ref: 'Stage' }, 'Prod'] }, false],
  [{ 'Fn::Equals': [{ Ref: 'Count' }, '1'] }, true],
  [{ 'Fn::Equals': [{ 'Fn::FindInMap': ['M', { Ref: 'Stage' }, 'big'] }, 'true'] }, true],
  [{ 'Fn::Not': [{ Condition: 'Yes' }] }, false],
  [{ 'Fn::And': [{ Condition: 'Yes' }, { 'Fn::Equals': ['a', 'b'] }] }, false],
  [{ 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { Condition: 'Yes' }] }, true],
  [{ Condition: 'Yes' }, true],
])('%j is %s', (value, expected) => {
  expect(outcome(value)).toBe(expected)
})

test.each<[Value, string]>([
  [{ Condition: 'Missing' }, 'Template format error: Unresolved condition dependency Missing in the Conditions block of the template'],
  [{ 'Fn::Not': [{ Condition: 'C' }] }, 'Found circular condition dependency: [C, C]'],
  [{ 'Fn::Equals': [{ Ref: 'Bucket' }, 'x'] }, 'Unresolved dependencies [Bucket]. Cannot reference resources in the Conditions block of the template'],
  [{ 'Fn::Equals': [{ 'Fn::GetAtt': ['Fn', 'Arn'] }, 'x'] }, 'Unresolved dependencies [Fn]. Cannot reference resources'],
  [{ 'Fn::Equals': ['x'] }, 'every Fn::Equals object requires a list of 2 string parameters.'],
  [{ 'Fn::And': [{ Condition: 'Yes' }] }, 'every Fn::And object requires a list of at least 2 and at most 10 boolean parameters.'],
  ['yes', 'Conditions can only be boolean operations on parameters and other conditions'],
])('%j is refused: %s', (value, message) => {
  expect(() => outcome(value)).toThrow(message)
})

test('an unused branch of And is still checked', () => {
  expect(() => outcome({ 'Fn::And': [{ 'Fn::Equals': ['a', 'b'] }, { Condition: 'Missing' }] })).toThrow('Missing')
})
