import type { LoadedTemplate, ResourceLookup, TemplateResource, Value, ValueMap } from '../../../template/index.ts'
import { isMap } from '../../../template/index.ts'
import { providerOf } from './resources/index.ts'
import { tagMap, type Provider } from './resources/provider.ts'
import type { ResourceRecord, Spec } from './state.ts'

/** A resource's properties without functions, with the stack's tags among its own. */
export function wantedProperties(loaded: LoadedTemplate, resource: TemplateResource, lookup: ResourceLookup, tags: Spec['tags']): ValueMap {
  const properties = (loaded.evaluate(resource.properties, lookup) ?? {}) as ValueMap
  const taking = providerOf(resource.type)?.tags
  if (!taking || tags.length === 0) return properties
  const own = properties[taking.property]
  const all = { ...Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value!])), ...(taking.form === 'map' ? (own as ValueMap) : tagMap(own)) }
  const merged: Value = taking.form === 'map' ? all : Object.entries(all).map(([Key, text]) => ({ Key, Value: text }))
  return { ...properties, [taking.property]: merged }
}

/** Names of the properties in which two descriptions of a resource differ. */
export function changedProperties(before: ValueMap, after: ValueMap): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => !isSame(before[name], after[name]))
}

/** Whether the properties that differ can only be had with another resource. */
export function needsReplacement(provider: Provider, changed: readonly string[]): boolean {
  return changed.length > 0 && (!provider.update || changed.some((name) => provider.replaces.includes(name)))
}

/** `10` and `"10"`, `true` and `"true"` are the same in a template. */
export function isSame(one: Value | undefined, other: Value | undefined): boolean {
  if (Array.isArray(one)) return Array.isArray(other) && one.length === other.length && one.every((item, index) => isSame(item, other[index]))
  if (isMap(one)) return isMap(other) && changedProperties(one, other).length === 0
  if (one === undefined || other === undefined || typeof other === 'object') return one === other
  return String(one) === String(other)
}

/** Dependencies first. What depends on itself by a detour comes where it is first met. */
export function inOrder(records: readonly ResourceRecord[]): ResourceRecord[] {
  const byId = new Map(records.map((record) => [record.logicalId, record]))
  const ordered = new Set<ResourceRecord>()
  const met = new Set<string>()
  const visit = (record: ResourceRecord): void => {
    if (met.has(record.logicalId)) return
    met.add(record.logicalId)
    for (const id of record.dependsOn) if (byId.has(id)) visit(byId.get(id)!)
    ordered.add(record)
  }
  for (const record of records) visit(record)
  return [...ordered]
}
