import { regularExpression } from './regular-expression.ts'

export type Test = (value: unknown) => boolean

/** `= "text*"`, `!= 5`, `> 3.5`, `= %expression%` as a test of one value; undefined where the two do not go together. */
export function comparison(operator: string, literal: string): Test | undefined {
  const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(literal) ? Number(literal) : undefined
  switch (operator) {
    case '=':
      return equality(literal, number)
    case '!=': {
      const equal = equality(literal, number)
      return (value) => !equal(value)
    }
    case '<':
      return ordered(number, (value, limit) => value < limit)
    case '>':
      return ordered(number, (value, limit) => value > limit)
    case '<=':
      return ordered(number, (value, limit) => value <= limit)
    case '>=':
      return ordered(number, (value, limit) => value >= limit)
    default:
      return undefined
  }
}

function ordered(limit: number | undefined, compare: (value: number, limit: number) => boolean): Test | undefined {
  return limit === undefined ? undefined : (value) => typeof value === 'number' && compare(value, limit)
}

function equality(literal: string, number: number | undefined): Test {
  if (literal.startsWith('%')) return textTest(regularExpression(literal))
  const text = literal.startsWith('"') ? literal.slice(1, -1).replace(/\\(.)/g, '$1') : literal
  if (text.includes('*')) return textTest(wildcard(text))
  return (value) => (number !== undefined && value === number) || (isScalar(value) && String(value) === text)
}

const textTest =
  (expression: RegExp): Test =>
  (value) =>
    isScalar(value) && expression.test(String(value))

const isScalar = (value: unknown) => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

function wildcard(text: string): RegExp {
  const escaped = text.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${escaped.join('.*')}$`, 's')
}
