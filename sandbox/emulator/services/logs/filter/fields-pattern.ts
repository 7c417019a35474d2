import { invalidParameter } from '../errors.ts'
import { comparison, type Test } from './json-value.ts'

/** Whether one field of an event may stand where the pattern has this one. */
type Field = (value: string) => boolean

const ELLIPSIS = '...'
const WORD = /\s*(&&|\|\||[()]|!=|<=|>=|[=<>]|"(?:\\.|[^"\\])*"|%(?:\\.|[^%\\])+%|[^\s()=<>!&|"]+)/y
const NAME = /^[A-Za-z_][\w.-]*$/
const ORDERS: readonly string[] = ['<', '>', '<=', '>=']

/**
 * `[ip, user, ..., status = 4* && status != 403, bytes > 1000]`: an event matches whose text, cut at its spaces, has just
 * these fields; `...` stands for any number of them. Throws `InvalidParameterException`.
 */
export function fieldsPattern(text: string): (message: string) => boolean {
  if (!text.endsWith(']')) throw invalid(text)
  const parts = splitAtCommas(text.slice(1, -1)).map((part) => part.trim())
  const at = parts.indexOf(ELLIPSIS)
  if (at >= 0 && parts.includes(ELLIPSIS, at + 1)) throw invalid(text)
  const [before, behind] = at < 0 ? [parts, []] : [parts.slice(0, at), parts.slice(at + 1)]
  const [first, last] = [before, behind].map((some) => some.map((part) => field(part, text))) as [Field[], Field[]]
  return (message) => {
    const fields = splitFields(message)
    const count = first.length + last.length
    if (at < 0 ? fields.length !== count : fields.length < count) return false
    const end = fields.length - last.length
    return first.every((matches, index) => matches(fields[index]!)) && last.every((matches, index) => matches(fields[end + index]!))
  }
}

const invalid = (text: string) => invalidParameter(`Invalid filter pattern: ${text}`)

/** Commas inside quotes and between percent signs separate nothing. */
function splitAtCommas(text: string): string[] {
  return text.match(/(?:"(?:\\.|[^"\\])*"|%(?:\\.|[^%\\])+%|[^,])+/g) ?? ['']
}

/** A message's fields: what stands in brackets or quotes is one, without these. */
export function splitFields(message: string): string[] {
  return [...message.matchAll(/\[([^\]]*)\]|"([^"]*)"|(\S+)/g)].map(([, inBrackets, inQuotes, bare]) => inBrackets ?? inQuotes ?? bare!)
}

/** `name`, or what is asked of it. */
function field(part: string, whole: string): Field {
  if (NAME.test(part)) return () => true
  const words: string[] = []
  const word = new RegExp(WORD)
  while (word.lastIndex < part.length) {
    const found = word.exec(part)
    if (!found) throw invalid(whole)
    words.push(found[1]!)
  }
  const asked = either(words, whole)
  if (words.length > 0) throw invalid(whole)
  return asked
}

function either(words: string[], whole: string): Field {
  const parts = [both(words, whole)]
  while (words[0] === '||') {
    words.shift()
    parts.push(both(words, whole))
  }
  return (value) => parts.some((part) => part(value))
}

function both(words: string[], whole: string): Field {
  const parts = [condition(words, whole)]
  while (words[0] === '&&') {
    words.shift()
    parts.push(condition(words, whole))
  }
  return (value) => parts.every((part) => part(value))
}

function condition(words: string[], whole: string): Field {
  if (words[0] === '(') {
    words.shift()
    const inner = either(words, whole)
    if (words.shift() !== ')') throw invalid(whole)
    return inner
  }
  const [name, operator, literal] = words.splice(0, 3)
  const test = name !== undefined && NAME.test(name) && literal !== undefined ? comparison(operator!, literal) : undefined
  if (!test) throw invalid(whole)
  return asText(test, operator!)
}

/** Fields are texts; those that are to be more or less than something are read as numbers. */
const asText = (test: Test, operator: string): Field => (ORDERS.includes(operator) ? (value) => value.trim() !== '' && test(Number(value)) : test)
