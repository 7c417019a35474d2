import type { Value } from '../../../../template/index.ts'

export interface Patch {
  readonly op: 'add' | 'remove' | 'replace'
  readonly path: string
  readonly value?: string
}

/** A part of a patch's path: a slash in it is no separator. */
export const escaped = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1')

/** `replace`, or `remove` where the template no longer has the property. */
export function replaced(path: string, value: Value | undefined): Patch {
  return value === undefined ? { op: 'remove', path } : { op: 'replace', path, value: textOf(value) }
}

/** From one list to another, by items in the path (`/binaryMediaTypes/image~1png`). */
export function listPatches(path: string, before: Value | undefined, after: Value | undefined): Patch[] {
  const [old, wanted] = [texts(before), texts(after)]
  return [
    ...old.filter((item) => !wanted.includes(item)).map((item): Patch => ({ op: 'remove', path: `${path}/${escaped(item)}` })),
    ...wanted.filter((item) => !old.includes(item)).map((item): Patch => ({ op: 'add', path: `${path}/${escaped(item)}` })),
  ]
}

/** From one list to another, by items in the value (`/providerARNs`, which has slashes and colons in its items). */
export function valuePatches(path: string, before: readonly string[], after: readonly string[]): Patch[] {
  return [
    ...after.filter((value) => !before.includes(value)).map((value): Patch => ({ op: 'add', path, value })),
    ...before.filter((value) => !after.includes(value)).map((value): Patch => ({ op: 'remove', path, value })),
  ]
}

/** From one map of texts to another. */
export function mapPatches(path: string, before: Value | undefined, after: Value | undefined): Patch[] {
  const [old, wanted] = [before ?? {}, after ?? {}] as [object, object]
  return [
    ...Object.entries(wanted).map(([name, value]): Patch => ({ op: 'replace', path: `${path}/${escaped(name)}`, value: textOf(value as Value) })),
    ...Object.keys(old).filter((name) => !Object.hasOwn(wanted, name)).map((name): Patch => ({ op: 'remove', path: `${path}/${escaped(name)}` })),
  ]
}

export const texts = (value: Value | undefined): string[] => (Array.isArray(value) ? value.map(String) : [])

const textOf = (value: Value): string => (typeof value === 'object' ? JSON.stringify(value) : String(value))
