import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GraphNode } from './graph.ts'
import { dependenciesOf, levelsOf } from './graph.ts'

const node = (properties: GraphNode['properties'], dependsOn: string[] = []): GraphNode => ({ properties, dependsOn })

test('groups follow Ref, GetAtt, Sub and DependsOn, in the order of the template', () => {
  const nodes = new Map([
    ['Mapping', node({ fn: { Ref: 'Fn' } }, ['Policy'])],
    ['Fn', node({ role: { 'Fn::GetAtt': ['Role', 'Arn'] }, env: { 'Fn::Sub': '${Bucket}' } })],
    ['Policy', node({ role: { Ref: 'Role' } })],
    ['Role', node({ region: { Ref: 'AWS::Region' } })],
    ['Bucket', node({}, ['LeftOutByACondition'])],
  ])
  const dependencies = dependenciesOf(nodes)
  expect(dependencies.get('Mapping')).toEqual(['Fn', 'Policy'])
  expect(levelsOf(dependencies)).toEqual([['Role', 'Bucket'], ['Fn', 'Policy'], ['Mapping']])
})

test('a cycle is reported with its members only', () => {
  const nodes = new Map([['Before', node({})], ['A', node({ Ref: 'B' })], ['B', node({ x: { Ref: 'A' }, y: { Ref: 'Before' } })], ['After', node({ Ref: 'B' })]])
  expect(() => levelsOf(dependenciesOf(nodes))).toThrow(/^Circular dependency between resources: \[A, B\]$/)
  expect(() => levelsOf(dependenciesOf(new Map([['Self', node({ Ref: 'Self' })]])))).toThrow('[Self]')
})

describe('for any template without a cycle', () => {
  /** Nodes that refer only to those before them, then shuffled. */
  const nodes = fc.integer({ min: 1, max: 12 }).chain((count) => {
    const edges = fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)))
    const order = fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count })
    return fc.tuple(edges, order).map(([pairs, shuffled]) => {
      const needs = (id: number): string[] => pairs.filter(([from, to]) => from === id && to < id).map(([, to]) => `N${to}`)
      return new Map(shuffled.map((id) => [`N${id}`, node([], needs(id))]))
    })
  })

  test('each resource is there once, in a group after all that it depends on', () => {
    fc.assert(fc.property(nodes, (map) => {
      const levels = levelsOf(dependenciesOf(map))
      const levelOf = new Map(levels.flatMap((level, index) => level.map((id) => [id, index])))
      expect([...levelOf.keys()].sort()).toEqual([...map.keys()].sort())
      for (const [id, { dependsOn }] of map) for (const needed of dependsOn) expect(levelOf.get(needed)).toBeLessThan(levelOf.get(id) ?? 0)
    }))
  })
})
