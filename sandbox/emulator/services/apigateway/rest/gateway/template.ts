/** What a template's references are filled with. */
export interface TemplateScope {
  readonly body: string
  /** A request parameter, from path, query or headers in this order, or from one of them. */
  param(name: string, place?: 'path' | 'querystring' | 'header'): string | undefined
  context(name: string): string | undefined
  readonly stageVariables: Readonly<Record<string, string>>
}

type Read = (scope: TemplateScope) => string
interface Piece {
  readonly read: Read
  readonly length: number
}

const UTILITIES: Readonly<Record<string, (text: string) => string>> = {
  base64Decode: (text) => Buffer.from(text, 'base64').toString(),
  base64Encode: (text) => Buffer.from(text).toString('base64'),
  escapeJavaScript: (text) => JSON.stringify(text).slice(1, -1).replaceAll("'", "\\'"),
  urlDecode: (text) => decodeURIComponent(text.replaceAll('+', ' ')),
  urlEncode: encodeURIComponent,
}

/**
 * The first thing in a mapping template that this emulator does not do; undefined where there is none. It fills in
 * references (`$input.body`, `$input.json('$.a')`, `$input.path('$.a')`, `$input.params('a')`, `$context…`,
 * `$stageVariables…`, `$util.…(…)` around these) and has no directives.
 */
export function unsupportedInTemplate(template: string): string | undefined {
  const directive = /##|#\*|#\{?(?:set|if|elseif|else|end|foreach|break|stop|include|parse|macro|define|evaluate)\b/.exec(template)
  if (directive) return directive[0]
  for (let at = template.indexOf('$'); at >= 0; at = template.indexOf('$', at + 1)) {
    const rest = template.slice(at)
    if (/^\$!?\{?[a-zA-Z]/.test(rest) && !readReference(rest)) return /^\S{1,40}/.exec(rest)![0]
  }
  return undefined
}

/** A template of which `unsupportedInTemplate` has nothing to say, filled in. */
export function renderTemplate(template: string, scope: TemplateScope): string {
  let out = ''
  let at = 0
  while (at < template.length) {
    const next = template.indexOf('$', at)
    if (next < 0) break
    out += template.slice(at, next)
    const piece = readReference(template.slice(next))
    out += piece ? piece.read(scope) : '$'
    at = next + (piece?.length ?? 1)
  }
  return out + template.slice(at)
}

/** `$…`, `$!…` or `${…}` at the start of `text`. */
function readReference(text: string): Piece | undefined {
  const [opening = ''] = /^\$!?\{?/.exec(text) ?? []
  const inner = readName(text.slice(opening.length))
  if (!inner) return undefined
  const end = opening.length + inner.length
  if (!opening.endsWith('{')) return { read: inner.read, length: end }
  return text[end] === '}' ? { read: inner.read, length: end + 1 } : undefined
}

function readName(text: string): Piece | undefined {
  for (const [form, read] of FORMS) {
    const found = form.exec(text)
    if (found) return { read: (scope) => read(scope, found.slice(1)), length: found[0].length }
  }
  const utility = /^util\.(\w+)\(\s*/.exec(text)
  const apply = utility && Object.hasOwn(UTILITIES, utility[1]!) ? UTILITIES[utility[1]!] : undefined
  if (!utility || !apply) return undefined
  const argument = readReference(text.slice(utility[0].length))
  const closing = argument && /^\s*\)/.exec(text.slice(utility[0].length + argument.length))
  if (!argument || !closing) return undefined
  return { read: (scope) => apply(argument.read(scope)), length: utility[0].length + argument.length + closing[0].length }
}

type Reader = (scope: TemplateScope, parts: readonly string[]) => string
const FORMS: readonly (readonly [RegExp, Reader])[] = [
  [/^input\.body\b/, ({ body }) => body],
  [/^input\.json\(\s*['"]([^'"]+)['"]\s*\)/, ({ body }, [path]) => JSON.stringify(select(body, path!)) ?? '""'],
  [/^input\.path\(\s*['"]([^'"]+)['"]\s*\)(?![.[])/, ({ body }, [path]) => asText(select(body, path!))],
  [/^input\.params\(\)\.(path|querystring|header)\.([\w-]+)/, (scope, [place, name]) => scope.param(name!, place as 'path') ?? ''],
  [/^input\.params\(\s*['"]([^'"]+)['"]\s*\)/, (scope, [name]) => scope.param(name!) ?? ''],
  [/^context((?:\.[\w-]+)+)/, (scope, [name]) => scope.context(name!.slice(1)) ?? ''],
  [/^stageVariables\.(\w+)/, ({ stageVariables }, [name]) => ownText(stageVariables, name!)],
  [/^stageVariables\[\s*['"]([^'"]+)['"]\s*\]/, ({ stageVariables }, [name]) => ownText(stageVariables, name!)],
]

const ownText = (values: Readonly<Record<string, string>>, name: string) => (Object.hasOwn(values, name) ? values[name]! : '')

function asText(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What a JSONPath of plain members and indices (`$.a.b[0]`, `$['a']`) names in a JSON text. */
export function select(json: string, path: string): unknown {
  let found: unknown
  try {
    found = json === '' ? {} : JSON.parse(json)
  } catch {
    return undefined
  }
  for (const [, name, index, quoted] of path.matchAll(/\.([^.[\]]+)|\[(\d+)\]|\['([^']+)'\]/g)) {
    const key = name ?? index ?? quoted!
    found = typeof found === 'object' && found !== null && Object.hasOwn(found, key) ? (found as Record<string, unknown>)[key] : undefined
  }
  return found
}
