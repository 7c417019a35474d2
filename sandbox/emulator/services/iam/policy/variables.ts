import { glob, literal, type Pattern } from './pattern.ts'

/** The values of a condition key in the request, by its name in any case; undefined where it has none. */
export type Lookup = (key: string) => readonly string[] | undefined

const VARIABLE = /\$\{([^}]*)\}/g
const WITH_DEFAULT = /^([^,]*?)\s*,\s*'([^']*)'\s*$/
/** `${*}`, `${?}` and `${$}` stand for the characters themselves. */
const ESCAPES = new Set(['*', '?', '$'])

/**
 * A policy's text with its variables filled in, as a pattern in which only the policy's own `*` and `?` are wildcards.
 * Undefined where a variable has neither a value nor a default.
 */
export function fillPattern(text: string, lookup: Lookup): Pattern | undefined {
  return fill(text, lookup, glob)
}

/** As `fillPattern`, where `*` and `?` are characters like any other. */
export function fillText(text: string, lookup: Lookup): string | undefined {
  return fill(text, lookup, literal)?.join('')
}

export const hasVariables = (text: string) => text.includes('${')

function fill(text: string, lookup: Lookup, own: (text: string) => Pattern): Pattern | undefined {
  if (!hasVariables(text)) return own(text)
  const pieces: Pattern[] = []
  let end = 0
  for (const match of text.matchAll(VARIABLE)) {
    const value = resolve(match[1]!, lookup)
    if (value === undefined) return undefined
    pieces.push(own(text.slice(end, match.index)), literal(value))
    end = match.index + match[0].length
  }
  pieces.push(own(text.slice(end)))
  return pieces.flat()
}

function resolve(inside: string, lookup: Lookup): string | undefined {
  if (ESCAPES.has(inside)) return inside
  const [, name = inside, fallback] = WITH_DEFAULT.exec(inside) ?? []
  const values = lookup(name.trim())
  // Only keys of a single value can be variables.
  return values?.length === 1 ? values[0] : fallback
}

/** Whether a variable stands before the part of an ARN that names the resource, where IAM takes none. */
export function hasEarlyVariable(resource: string): boolean {
  const first = resource.indexOf('${')
  return first >= 0 && resource.slice(0, first).split(':').length < 6
}
