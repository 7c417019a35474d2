import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSubText, writeSubText } from './functions/sub-text.ts'
import { referencesIn, renameReferences } from './references.ts'

test('references are found in Ref, GetAtt, Sub and within their arguments', () => {
  const value = [{ Ref: 'A' }, { x: { 'Fn::GetAtt': ['B', 'Arn'] } }, { 'Fn::Sub': ['${C} ${D.Arn} ${own} ${!E}', { own: { Ref: 'F' } }] }]
  expect(referencesIn(value).map(({ name }) => name)).toEqual(['A', 'B', 'C', 'D', 'F'])
})

test('renaming reaches every form and leaves a variable of the same name alone', () => {
  const names = new Map([['Layer', 'Layer123'], ['Api.Stage', 'ApiStage']])
  const value = [{ Ref: 'Layer' }, { Ref: 'Api.Stage' }, { 'Fn::GetAtt': ['Layer', 'Arn'] }, { 'Fn::Sub': ['${Layer.Arn} ${Api.Stage} ${Api.Id} ${!Layer}', {}] }, { 'Fn::Sub': ['${Layer}', { Layer: 'own' }] }]
  expect(renameReferences(value, names)).toEqual([
    { Ref: 'Layer123' },
    { Ref: 'ApiStage' },
    { 'Fn::GetAtt': ['Layer123', 'Arn'] },
    { 'Fn::Sub': ['${Layer123.Arn} ${ApiStage} ${Api.Id} ${!Layer}', {}] },
    { 'Fn::Sub': ['${Layer}', { Layer: 'own' }] },
  ])
})

test('writing a Sub text gives back what was read', () => {
  const piece = fc.constantFrom('${A}', '${A.B}', '${!A}', '${', '$', '}', 'text', '!', '{')
  fc.assert(fc.property(fc.array(piece).map((pieces) => pieces.join('')), (text) => {
    let parts
    try {
      parts = readSubText(text)
    } catch {
      return
    }
    expect(writeSubText(parts, (name) => name)).toBe(text)
  }))
})
