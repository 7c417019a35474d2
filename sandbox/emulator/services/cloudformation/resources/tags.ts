import type { Value, ValueMap } from '../../../../template/index.ts'
import { tagMap, type Existing, type Io } from './provider.ts'

/** How a service has its tags written, where that is not as most do. */
interface Tagging {
  readonly tag?: string
  readonly untag?: string
  readonly tags?: string
  readonly tagKeys?: string
  /** As `[{Key, Value}]`. */
  readonly isList?: boolean
}

/** Brings the tags of a resource, which the members of `resource` name, from what they were to what they are to be. */
export async function retag(io: Io, service: string, resource: ValueMap, was: Pick<Existing, 'properties'> | undefined, properties: ValueMap, how: Tagging = {}): Promise<void> {
  const { tag = 'TagResource', untag = 'UntagResource', tags = 'Tags', tagKeys = 'TagKeys', isList = false } = how
  const [old, wanted] = [asMap(was?.properties['Tags']), asMap(properties['Tags'])]
  const gone = Object.keys(old).filter((key) => !(key in wanted))
  if (gone.length > 0) await io.call(service, untag, { ...resource, [tagKeys]: gone })
  if (Object.keys(wanted).length > 0) await io.call(service, tag, { ...resource, [tags]: isList ? properties['Tags'] : wanted })
}

/** Most types have tags as a list, some as a map. */
function asMap(value: Value | undefined): Record<string, string> {
  if (Array.isArray(value)) return tagMap(value)
  return Object.fromEntries(Object.entries((value ?? {}) as ValueMap).map(([key, item]) => [key, String(item)]))
}
