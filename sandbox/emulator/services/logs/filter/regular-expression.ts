import { invalidParameter } from '../errors.ts'

/** `%…%` as an expression; throws `InvalidParameterException`. */
export function regularExpression(term: string): RegExp {
  try {
    return new RegExp(term.slice(1, -1))
  } catch {
    throw invalidParameter(`Invalid regular expression in filter pattern: ${term}`)
  }
}
