/** Reads a definition (OpenAPI), of which nothing is known but that it is JSON. */
export type Json = Readonly<Record<string, unknown>>

/** The map at a path of member names; an empty one where there is none. */
export function at(value: unknown, ...path: readonly string[]): Json {
  let found = value
  for (const name of path) found = at(found)[name]
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Json) : {}
}

/** What is no list is the only one of it; nothing is an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? (value as unknown[]) : [value]
}

export function textOf(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value)
}
