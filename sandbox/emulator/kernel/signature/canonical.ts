import type { HttpRequest } from '../http.ts'
import type { Claim } from './claim.ts'

/**
 * How a path is canonicalised: S3 decodes it and encodes it once; all others take the dots and double slashes out of it
 * and encode what was sent, which the client has mostly encoded already.
 */
export type PathEncoding = 'once' | 'twice'

const UNRESERVED = /^[A-Za-z0-9\-._~]*$/
const PLAIN_PATH = /^[A-Za-z0-9\-_~/]*$/
/** Where dots stay what they are. */
const PLAIN_KEY = /^[A-Za-z0-9\-._~/]*$/
/** What SDKs add to every request of a REST service, so that people who read logs see the operation. */
const OPERATION_NAME = /^x-id=[A-Za-z]*$/

/**
 * The canonical request ("Create a signed AWS API request" of the IAM User Guide). Its characters are bytes: values of
 * headers are taken as they came over the wire.
 */
export function canonicalRequest(request: HttpRequest, claim: Claim, path: PathEncoding, payloadHash: string): string {
  const { signedHeaders } = claim
  const { starts, joined } = textsOf(signedHeaders)
  let text = `${request.method}\n${canonicalPath(request.path, path)}\n${canonicalQuery(request.rawQuery)}`
  for (let index = 0; index < starts.length; index++) text += starts[index]! + headerValue(request, signedHeaders[index]!)
  return text + joined + payloadHash
}

export function canonicalPath(path: string, encoding: PathEncoding): string {
  if (encoding === 'once') return PLAIN_KEY.test(path) ? path : recode(path, true)
  return PLAIN_PATH.test(path) && !path.includes('//') ? path : encodePath(withoutDots(path))
}

/** Every parameter but the signature, decoded, encoded AWS's way and sorted by name, then value. */
export function canonicalQuery(rawQuery: string): string {
  if (rawQuery === '' || OPERATION_NAME.test(rawQuery)) return rawQuery
  const pairs: [name: string, value: string][] = []
  for (const parameter of rawQuery.split('&')) {
    if (parameter === '') continue
    const equals = parameter.indexOf('=')
    const name = recode(equals < 0 ? parameter : parameter.slice(0, equals))
    if (name !== 'X-Amz-Signature') pairs.push([name, equals < 0 ? '' : recode(parameter.slice(equals + 1))])
  }
  pairs.sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
  return pairs.map(([name, value]) => `${name}=${value}`).join('&')
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function withoutDots(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(segment)
  }
  return kept.length === 0 ? '/' : `/${kept.join('/')}${path.endsWith('/') ? '/' : ''}`
}

const encodePath = (path: string) => path.replace(/[^A-Za-z0-9\-._~/]/gu, encode)

/** Percent-encoding undone and made again: capitals, and nothing encoded that need not be. */
function recode(text: string, isPath = false): string {
  if (UNRESERVED.test(text)) return text
  return text.replace(/%[0-9a-fA-F]{2}|[^A-Za-z0-9\-._~]/gu, (found) => {
    if (found === '+' && !isPath) return '%20'
    const character = found.length === 3 ? String.fromCharCode(parseInt(found.slice(1), 16)) : found
    return UNRESERVED.test(character) || (isPath && character === '/') ? character : encode(character)
  })
}

/** Characters up to U+00FF are bytes that came unencoded. */
function encode(character: string): string {
  const bytes = character.codePointAt(0)! < 256 ? Buffer.from(character, 'latin1') : Buffer.from(character)
  return bytes.toString('hex').toUpperCase().replace(/../g, '%$&')
}

/** A header's value without needless spaces; of one that came in several lines, all values in their order. */
function headerValue(request: HttpRequest, name: string): string {
  const value = request.headers[name === ':authority' ? 'host' : name]
  if (value === undefined) return ''
  const lines = typeof value !== 'string' || value.includes(', ') ? linesOf(request, name) : []
  return lines.length > 1 ? lines.map(fold).join(',') : fold(String(value))
}

const fold = (value: string) => (/^\s|\s\s|\s$/.test(value) ? value.trim().replace(/\s+/g, ' ') : value)

/** What stands around the values of a list of headers. */
interface Texts {
  readonly starts: readonly string[]
  readonly joined: string
}

/** The lists are few, as `headerList` remembers them. */
const known = new WeakMap<readonly string[], Texts>()

function textsOf(names: readonly string[]): Texts {
  const found = known.get(names)
  if (found) return found
  const texts = { starts: names.map((name) => `\n${name}:`), joined: `\n\n${names.join(';')}\n` }
  known.set(names, texts)
  return texts
}

function linesOf({ rawHeaders }: HttpRequest, name: string): string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === name)
}
