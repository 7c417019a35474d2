/** A pattern's `*` and `?`; every other token is one character that stands for itself. */
export const ANY = 0
export const ONE = 1
type Token = string | typeof ANY | typeof ONE
export type Pattern = readonly Token[]

/** `*` stands for any characters, `?` for one. */
export function glob(text: string): Pattern {
  return Array.from(text, (c) => (c === '*' ? ANY : c === '?' ? ONE : c))
}

export const literal = (text: string): Pattern => Array.from(text)

/** Whether the pattern is the whole of `text`; time grows with the product of their lengths at worst. */
export function matches(pattern: Pattern, text: string): boolean {
  return matchesAll(pattern, Array.from(text))
}

/** Walks both; at a mismatch the latest `*` takes one character more. An earlier one never needs to. */
function matchesAll(pattern: Pattern, text: readonly string[]): boolean {
  let [p, t, star, resume] = [0, 0, -1, 0]
  while (t < text.length) {
    const token = pattern[p]
    if (token === ANY) [star, resume] = [p++, t]
    else if (token !== undefined && (token === ONE || token === text[t])) [p, t] = [p + 1, t + 1]
    else if (star >= 0) [p, t] = [star + 1, ++resume]
    else return false
  }
  while (pattern[p] === ANY) p++
  return p === pattern.length
}

/** The parts of an ARN: five that end in a colon, and the rest, which may have more of them. */
const ARN_PARTS = 6

function parts<T>(items: readonly T[]): T[][] {
  const found: T[][] = [[]]
  for (const item of items) {
    if (item === ':' && found.length < ARN_PARTS) found.push([])
    else found.at(-1)!.push(item)
  }
  return found
}

/** As ArnLike compares: each of the six parts by itself, so that no wildcard reaches past a colon of the first five. */
export function matchesArn(pattern: Pattern, arn: string): boolean {
  const [wanted, given] = [parts(pattern), parts(Array.from(arn))]
  return wanted.length === given.length && wanted.every((part, i) => matchesAll(part, given[i]!))
}

/**
 * As the `Resource` element compares: part by part too, but a `*` that ends a part may run on past colons. Parts that
 * the pattern leaves out at its end are `*`.
 */
export function matchesResource(pattern: Pattern, arn: string): boolean {
  if (pattern.length === 1 && pattern[0] === ANY) return true
  const wanted = parts(pattern)
  const text = Array.from(arn)
  return matchesParts(wanted, text) || (wanted.length < ARN_PARTS && matchesParts([...wanted, ...REST.slice(wanted.length)], text))
}

const REST: readonly Pattern[] = Array.from({ length: ARN_PARTS }, () => [ANY])

function matchesParts(wanted: readonly Pattern[], text: readonly string[]): boolean {
  const colons = text.flatMap((c, i) => (c === ':' ? [i] : []))
  let starts: readonly number[] = [0]
  for (const part of wanted.slice(0, -1)) starts = nextStarts(part, text, colons, starts)
  return starts.some((start) => matchesAll(wanted.at(-1)!, text.slice(start)))
}

/** Where the next part may begin, if this one begins at one of `starts` (in ascending order). */
function nextStarts(part: Pattern, text: readonly string[], colons: readonly number[], starts: readonly number[]): number[] {
  const next: number[] = []
  for (const start of starts) {
    const end = colons.findIndex((colon) => colon >= start)
    if (end < 0 || !matchesAll(part, text.slice(start, colons[end]))) continue
    // All later ends are open to this one already, so no later start adds any.
    if (part.at(-1) === ANY) return colons.slice(end).map((colon) => colon + 1)
    next.push(colons[end]! + 1)
  }
  return next
}
