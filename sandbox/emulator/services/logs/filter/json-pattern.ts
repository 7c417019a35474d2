import { invalidParameter } from '../errors.ts'
import { comparison, type Test } from './json-value.ts'

type Expression = (event: unknown) => boolean

/** The words of `{ … }`: brackets, operators, selectors, quoted and bare values. */
const TOKEN = /\s*(&&|\|\||[()]|!=|<=|>=|[=<>]|\$(?:\.[\w@-]+|\[(?:\d+|\*|'[^']*'|"[^"]*")\])*|"(?:\\.|[^"\\])*"|%(?:\\.|[^%\\])+%|[^\s()=<>!&|"]+)/y
const STEP = /\.([\w@-]+)|\[(?:(\d+)|(\*)|'([^']*)'|"([^"]*)")\]/g

/** `{ $.a = "x" && ($.b > 3 || $.c NOT EXISTS) }`: events that are no JSON object or array never match. */
export function jsonPattern(text: string): (message: string) => boolean {
  if (!text.endsWith('}')) throw invalid(text)
  const tokens = tokenize(text.slice(1, -1).trim(), text)
  const parser = new Parser(tokens, text)
  const expression = parser.whole()
  return (message) => {
    const event = parsed(message)
    return event !== undefined && expression(event)
  }
}

function parsed(message: string): object | undefined {
  if (!/^\s*[[{]/.test(message)) return undefined
  try {
    return JSON.parse(message) as object
  } catch {
    return undefined
  }
}

function tokenize(inside: string, whole: string): string[] {
  const tokens: string[] = []
  const token = new RegExp(TOKEN)
  while (token.lastIndex < inside.length) {
    const found = token.exec(inside)
    if (!found) throw invalid(whole)
    tokens.push(found[1]!)
  }
  return tokens
}

const invalid = (text: string) => invalidParameter(`Invalid filter pattern: ${text}`)

class Parser {
  readonly #tokens: string[]
  readonly #text: string

  constructor(tokens: string[], text: string) {
    this.#tokens = tokens
    this.#text = text
  }

  whole(): Expression {
    const expression = this.#either()
    if (this.#tokens.length > 0) throw invalid(this.#text)
    return expression
  }

  #either(): Expression {
    const parts = [this.#both()]
    while (this.#take('||')) parts.push(this.#both())
    return (event) => parts.some((part) => part(event))
  }

  #both(): Expression {
    const parts = [this.#one()]
    while (this.#take('&&')) parts.push(this.#one())
    return (event) => parts.every((part) => part(event))
  }

  #one(): Expression {
    if (!this.#take('(')) return this.#condition()
    const inner = this.#either()
    if (!this.#take(')')) throw invalid(this.#text)
    return inner
  }

  #condition(): Expression {
    const selector = this.#next()
    if (!selector.startsWith('$')) throw invalid(this.#text)
    const select = selectorOf(selector)
    const operator = this.#next()
    const word = operator.toUpperCase()
    if (word === 'NOT') return this.#expect('EXISTS', (event) => select(event).length === 0)
    if (word === 'EXISTS') return (event) => select(event).length > 0
    const test = word === 'IS' ? this.#state() : comparison(operator, this.#next())
    if (!test) throw invalid(this.#text)
    return (event) => select(event).some(test)
  }

  #state(): Test | undefined {
    const states: Record<string, Test> = {
      NULL: (value) => value === null,
      TRUE: (value) => value === true,
      FALSE: (value) => value === false,
    }
    return states[this.#next().toUpperCase()]
  }

  #expect(word: string, expression: Expression): Expression {
    if (this.#next().toUpperCase() !== word) throw invalid(this.#text)
    return expression
  }

  #take(token: string): boolean {
    if (this.#tokens[0] !== token) return false
    this.#tokens.shift()
    return true
  }

  #next(): string {
    const token = this.#tokens.shift()
    if (token === undefined) throw invalid(this.#text)
    return token
  }
}

/** The values that a selector finds: none where the property is missing, several for `[*]`. */
function selectorOf(selector: string): (event: unknown) => unknown[] {
  const steps = [...selector.matchAll(STEP)].map(([, name, index, star, single, double]) =>
    star ? { every: true as const } : { key: name ?? index ?? single ?? double ?? '' },
  )
  return (event) => {
    let found: unknown[] = [event]
    for (const step of steps) {
      found = found.flatMap((value) => {
        if (typeof value !== 'object' || value === null) return []
        if ('every' in step) return Array.isArray(value) ? value : []
        return Object.hasOwn(value, step.key) ? [(value as Record<string, unknown>)[step.key]] : []
      })
    }
    return found
  }
}
