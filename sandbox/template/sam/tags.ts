import type { Value, ValueMap } from '../value.ts'
import { isMap } from '../value.ts'
import { invalid } from './build.ts'

/**
 * A function's Tags map as CloudFormation's list, for the function and its role.
 * With PropagateTags the transform puts the map alone, without its own tag.
 */
export function tagList(id: string, properties: ValueMap): Value[] {
  const tags = properties['Tags'] ?? {}
  if (!isMap(tags)) return invalid(id, "Type of property 'Tags' is invalid; it is a map of names to values.", 'Tags')
  const isPropagated = properties['PropagateTags'] === true && Object.keys(tags).length > 0
  const all = isPropagated ? tags : { 'lambda:createdBy': 'SAM', ...tags }
  return Object.entries(all).map(([key, value]) => ({ Key: key, Value: value }))
}
