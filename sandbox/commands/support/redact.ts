const HIDDEN = '[redacted]'

/** Members of JSON, environment variables and headers by whose name one sees that the value is nobody else's business. */
const SECRET_NAME = /pass(?:word|wd|phrase)|secret|token|authorization|credential|cookie|private.?key|api.?key|signature|session.?key/i
/** Names that sound like it and are none: what a token is about, and where. */
const OPEN_NAME = /^(?:NextToken|ContinuationToken|NextContinuationToken|tokenIssuer|tokenUse|token_use)$/i

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // JSON Web Tokens, wherever they are.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, HIDDEN],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  [/(Signature=)[0-9a-f]{16,}/gi, `$1${HIDDEN}`],
  [/(X-Amz-(?:Signature|Security-Token|Credential)=)[^&\s"']+/gi, `$1${HIDDEN}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, HIDDEN],
  [/\b((?:[\w-]*(?:password|passwd|secret|token|api_?key))["']?\s*[=:]\s*["']?)([^\s"',;&}]{4,})/gi, `$1${HIDDEN}`],
]

/** A text without what would let somebody in; `known` are secrets by their values. */
export function redact(text: string, known: readonly string[] = []): string {
  let out = text
  for (const value of known) out = out.replaceAll(value, HIDDEN)
  for (const [pattern, instead] of PATTERNS) out = out.replace(pattern, instead)
  return out
}

/** A copy of plain data without secrets: by the names of members, and in all texts. */
export function redactValue(value: unknown, known: readonly string[] = []): unknown {
  if (typeof value === 'string') return redact(value, known)
  if (Array.isArray(value)) return value.map((member) => redactValue(member, known))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, isSecret(name, member) ? HIDDEN : redactValue(member, known)]))
}

const isSecret = (name: string, value: unknown) => typeof value === 'string' && value !== '' && SECRET_NAME.test(name) && !OPEN_NAME.test(name)

const SHORTEST = 6

/** A path says where a secret is, and is none itself. */
const isValue = (value: string | undefined): value is string => value !== undefined && value.length >= SHORTEST && !/^[/~.]/.test(value)

/** The values of secrets in an environment. */
export function secretsIn(env: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(env).flatMap(([name, value]) => (isValue(value) && SECRET_NAME.test(name) ? [value] : []))
}
