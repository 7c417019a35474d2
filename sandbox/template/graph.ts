import { referencesIn } from './references.ts'
import { TemplateError } from './template-error.ts'
import type { Value } from './value.ts'

/** What a resource waits for: the parts of a resource in which a reference makes a dependency. */
export interface GraphNode {
  readonly properties: Value
  readonly metadata?: Value
  readonly dependsOn: readonly string[]
}

/** For each resource, the resources that must be there before it, in the order of the template. */
export type Dependencies = ReadonlyMap<string, readonly string[]>

/**
 * Reads the dependencies from Ref, GetAtt, Sub and DependsOn. Nodes must have their Fn::If branches taken already:
 * a branch not taken makes no dependency. Names that are no node (parameters, resources left out) are ignored.
 */
export function dependenciesOf(nodes: ReadonlyMap<string, GraphNode>): Dependencies {
  const order = [...nodes.keys()]
  return new Map(
    [...nodes].map(([id, node]) => {
      const referred = referencesIn([node.properties, node.metadata ?? {}]).map(({ name }) => name)
      const needed = new Set([...referred, ...node.dependsOn])
      return [id, order.filter((other) => needed.has(other))]
    }),
  )
}

/**
 * Groups of resources: all dependencies of a group lie in the groups before it, so that a group can be created in
 * parallel. Within a group the order is the template's; flattened, it is an order of creation, and reversed of deletion.
 * Throws TemplateError "Circular dependency between resources: [A, B]".
 */
export function levelsOf(dependencies: Dependencies): string[][] {
  const levels: string[][] = []
  const done = new Set<string>()
  let left = [...dependencies.keys()]
  while (left.length > 0) {
    const ready = left.filter((id) => (dependencies.get(id) ?? []).every((needed) => done.has(needed)))
    if (ready.length === 0) throw new TemplateError(`Circular dependency between resources: [${onCycles(left, dependencies).join(', ')}]`, 'Resources')
    for (const id of ready) done.add(id)
    left = left.filter((id) => !done.has(id))
    levels.push(ready)
  }
  return levels
}

/** Of resources that cannot start, those that others of them wait for: what merely waits for a cycle is left out. */
function onCycles(stuck: readonly string[], dependencies: Dependencies): string[] {
  let members = [...stuck]
  for (;;) {
    const needed = new Set(members.flatMap((id) => dependencies.get(id) ?? []))
    const kept = members.filter((id) => needed.has(id))
    if (kept.length === members.length) return kept
    members = kept
  }
}
