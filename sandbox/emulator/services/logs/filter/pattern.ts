import { invalidParameter } from '../errors.ts'
import { fieldsPattern } from './fields-pattern.ts'
import { jsonPattern } from './json-pattern.ts'
import { regularExpression } from './regular-expression.ts'

/** Whether a log event's text matches. */
export type Matcher = (message: string) => boolean

/**
 * A CloudWatch Logs filter pattern, compiled: terms, `"phrases"`, `-exclusions`, `?any`, `%regular expressions%`, and
 * `{ $.selector = value }` for JSON events, `[field, field = value]` for fields between spaces. Throws
 * `InvalidParameterException` where it is none.
 */
export function compilePattern(pattern: string): Matcher {
  const text = pattern.trim()
  if (text.startsWith('{')) return jsonPattern(text)
  if (text.startsWith('[')) return fieldsPattern(text)
  return termPattern(text)
}

const TERM = /\s*([-?]?)("(?:\\.|[^"\\])*"|%(?:\\.|[^%\\])+%|[^\s"]+)/y

function termPattern(text: string): Matcher {
  const [all, any, none]: [Matcher[], Matcher[], Matcher[]] = [[], [], []]
  const term = new RegExp(TERM)
  while (term.lastIndex < text.length) {
    const at = term.lastIndex
    const found = term.exec(text)
    if (!found) throw invalidParameter(`Invalid filter pattern at position ${at + 1}: ${text.slice(at)}`)
    const [, sign, body] = found
    ;(sign === '-' ? none : sign === '?' ? any : all).push(termMatcher(body!))
  }
  // AWS looks at the `?` terms only where there are no others.
  const optional = all.length === 0 && none.length === 0 && any.length > 0 ? any : undefined
  return (message) =>
    optional
      ? optional.some((matches) => matches(message))
      : all.every((matches) => matches(message)) && !none.some((matches) => matches(message))
}

function termMatcher(term: string): Matcher {
  if (term.startsWith('"')) {
    const phrase = term.slice(1, -1).replace(/\\(.)/g, '$1')
    return (message) => message.includes(phrase)
  }
  if (term.startsWith('%')) {
    const expression = regularExpression(term)
    return (message) => expression.test(message)
  }
  if (!/^[\p{L}\p{N}_]+$/u.test(term)) throw invalidParameter(`Invalid character(s) in term '${term}'`)
  return (message) => message.includes(term)
}
