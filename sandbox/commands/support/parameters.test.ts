import { expect, test } from 'vitest'
import { addParameters } from './parameters.ts'

test.each([
  [['A=1', 'B=2'], { A: '1', B: '2' }],
  [['A=1 B=2'], { A: '1', B: '2' }],
  [['A=1', 'A=2'], { A: '2' }],
  [['Empty='], { Empty: '' }],
  [['Equation=a=b,c=d'], { Equation: 'a=b,c=d' }],
  [[`Name="two words" Other='x y'`], { Name: 'two words', Other: 'x y' }],
  [['Name=two words'], { Name: 'two words' }],
  [['ParameterKey=ProcessorRuntime,ParameterValue=python3.13'], { ProcessorRuntime: 'python3.13' }],
])('%j is %j', (words, expected) => {
  expect(words.reduce<Readonly<Record<string, string>>>((before, word) => addParameters(word, before), {})).toEqual(expected)
})

test.each(['Key', '=value', 'A B=2', ''])('%j is refused', (word) => {
  expect(() => addParameters(word)).toThrow('Give Key=Value')
})
