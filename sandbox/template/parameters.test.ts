import { expect, test } from 'vitest'
import { pseudoParameters, resolveParameters } from './parameters.ts'
import type { ValueMap } from './value.ts'

const resolveOne = (declaration: ValueMap, given?: string): unknown => resolveParameters({ P: declaration }, given === undefined ? {} : { P: given })['P']

test.each<[ValueMap, string | undefined, unknown]>([
  [{ Type: 'String', Default: 'd' }, undefined, 'd'],
  [{ Type: 'String', Default: 'd' }, 'given', 'given'],
  [{ Type: 'String', Default: 5 }, undefined, '5'],
  [{ Type: 'Number', Default: 5 }, undefined, 5],
  [{ Type: 'Number' }, '007', '007'],
  [{ Type: 'CommaDelimitedList', Default: 'a, b' }, undefined, ['a', 'b']],
  [{ Type: 'CommaDelimitedList' }, '', []],
  [{ Type: 'List<Number>' }, '1,2', [1, 2]],
  [{ Type: 'AWS::EC2::KeyPair::KeyName' }, 'key', 'key'],
  [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'abc', 'abc'],
])('%j given %j is %j', (declaration, given, value) => {
  expect(resolveOne(declaration, given)).toEqual(value)
})

test.each<[ValueMap, string | undefined, string]>([
  [{ Type: 'String' }, undefined, 'Parameters: [P] must have values'],
  [{ Type: 'String', AllowedValues: ['a', 'b'] }, 'c', "Parameter 'P' must be one of AllowedValues"],
  [{ Type: 'String', AllowedPattern: '[a-z]+' }, 'abc1', "Parameter 'P' must match pattern [a-z]+"],
  [{ Type: 'String', AllowedPattern: '[a-z]+', ConstraintDescription: 'only letters' }, '1', "Parameter 'P' failed to satisfy constraint: only letters"],
  [{ Type: 'String', MinLength: 3 }, 'ab', "Parameter 'P' must contain at least 3 characters"],
  [{ Type: 'String', MaxLength: '1' }, 'ab', "Parameter 'P' must contain at most 1 characters"],
  [{ Type: 'Number' }, 'ten', "Parameter 'P' must be a number"],
  [{ Type: 'Number', MinValue: 1 }, '0', "Parameter 'P' must be a number not less than 1"],
  [{ Type: 'Number', MaxValue: 5, Default: 6 }, undefined, "Parameter 'P' must be a number not greater than 5"],
  [{ Type: 'List<Number>' }, '1,x', "Parameter 'P' must be a number"],
  [{ Type: 'Text', Default: '' }, undefined, 'Template format error: Unrecognized parameter type: Text'],
  [{ Type: 'String', Defualt: '' }, undefined, "Invalid template parameter property 'Defualt'"],
])('%j given %j is refused: %s', (declaration, given, message) => {
  expect(() => resolveOne(declaration, given)).toThrow(message)
})

test('all missing parameters are named at once, and unknown ones refused', () => {
  expect(() => resolveParameters({ A: { Type: 'String' }, B: { Type: 'String' } }, {})).toThrow('Parameters: [A, B] must have values')
  expect(() => resolveParameters({}, { constructor: 'x' })).toThrow('Parameters: [constructor] do not exist in the template')
})

test('pseudo parameters of the aws partition', () => {
  expect(pseudoParameters({ accountId: '0', region: 'eu-west-1', stackName: 's', stackId: 'i' })).toMatchObject({
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NotificationARNs': [],
    'AWS::Region': 'eu-west-1',
  })
})
