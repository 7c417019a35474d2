import type { ContextKeys } from '../../../kernel/authorize.ts'
import { lookupIn } from './conditions.ts'
import type { Considered } from './decide.ts'

/** The condition keys that statements look at, in conditions and variables, with what a request has; null where it has none. */
export function mattering(considered: readonly Considered[], context: ContextKeys): Record<string, ContextKeys[string] | null> {
  const lookup = lookupIn(context)
  const keys = considered.flatMap(({ statement: { conditions, resources } }) => [
    ...conditions.map(({ key }) => key),
    ...(resources?.values ?? []).flatMap(({ text }) => variablesIn(text)),
  ])
  return Object.fromEntries([...new Set(keys)].map((key) => [key, lookup(key) ?? null]))
}

const variablesIn = (text: string) => [...text.matchAll(/\$\{([^},]+)[^}]*\}/g)].flatMap(([, key = '']) => (/^[*?$]$/.test(key) ? [] : [key.trim()]))
