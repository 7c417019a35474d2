/** A metric math expression, as it was written. */
export type Node =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  /** A query's id, or a word such as REPEAT. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'list'; readonly items: readonly Node[] }
  | { readonly kind: 'negate'; readonly of: Node }
  | { readonly kind: 'binary'; readonly operator: string; readonly left: Node; readonly right: Node }

/** What is wrong with an expression; who asks says in which. */
export class MathError extends Error {}

const TOKEN = /\s*(?:(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|([A-Za-z_]\w*)|"([^"]*)"|'([^']*)'|(==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))/y

/** From the loosest to the tightest. */
const LEVELS: readonly (readonly string[])[] = [['||', 'OR'], ['&&', 'AND'], ['==', '!=', '<=', '>=', '<', '>'], ['+', '-'], ['*', '/'], ['^']]
const DEEPEST = 50

type Token = { readonly node?: Node; readonly symbol?: string; readonly word?: string }

/** Reads an expression; throws `MathError`. */
export function parseExpression(text: string): Node {
  const tokens = tokensOf(text)
  let at = 0
  let depth = 0
  const sign = () => tokens[at]?.symbol ?? tokens[at]?.word
  const expect = (symbol: string) => {
    if (tokens[at++]?.symbol !== symbol) throw new MathError(`Syntax error, expected "${symbol}"`)
  }
  const level = (i: number): Node => {
    const operators = LEVELS[i]
    if (!operators) return unary()
    let left = level(i + 1)
    for (let operator = sign(); operator !== undefined && operators.includes(operator); operator = sign()) {
      at++
      left = { kind: 'binary', operator, left, right: level(i + 1) }
    }
    return left
  }
  const unary = (): Node => {
    if (++depth > DEEPEST) throw new MathError('The expression is nested too deeply')
    try {
      if (tokens[at]?.symbol !== '-') return primary()
      at++
      return { kind: 'negate', of: unary() }
    } finally {
      depth--
    }
  }
  const listUntil = (end: string): Node[] => {
    const items: Node[] = []
    while (tokens[at]?.symbol !== end) {
      if (items.length > 0) expect(',')
      items.push(level(0))
    }
    at++
    return items
  }
  const primary = (): Node => {
    const token = tokens[at++]
    if (token?.node) return token.node
    if (token?.symbol === '[') return { kind: 'list', items: listUntil(']') }
    if (token?.symbol === '(') {
      const inner = level(0)
      expect(')')
      return inner
    }
    if (token?.word === undefined) throw new MathError('Syntax error')
    if (tokens[at]?.symbol !== '(') return { kind: 'name', name: token.word }
    at++
    return { kind: 'call', name: token.word, args: listUntil(')') }
  }
  const whole = level(0)
  if (at < tokens.length) throw new MathError('Syntax error')
  return whole
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const found = TOKEN.exec(text)
    if (!found) throw new MathError('Syntax error')
    const [, number, word, double, single, symbol] = found
    if (number !== undefined) tokens.push({ node: { kind: 'number', value: Number(number) } })
    else if (word !== undefined) tokens.push({ word })
    else if (symbol !== undefined) tokens.push({ symbol })
    else tokens.push({ node: { kind: 'text', value: double ?? single ?? '' } })
  }
  return tokens
}
