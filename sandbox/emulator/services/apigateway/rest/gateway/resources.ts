import type { Method } from '@aws-sdk/client-api-gateway'
import { lookUp, type ById } from '../../state.ts'
import type { StoredResource } from '../state.ts'

interface Compiled {
  readonly resource: StoredResource
  readonly pattern: RegExp
  readonly names: readonly string[]
  /** Sorts the more specific resource first. */
  readonly rank: string
}

export interface ResourceMatch {
  readonly resource: StoredResource
  readonly method: Method
  readonly pathParameters: Readonly<Record<string, string>>
}

/** Resources are never changed in place, so that what was compiled from them stays right. */
const compiledOf = new WeakMap<ById<StoredResource>, readonly Compiled[]>()

/**
 * The resource for a path, segment by segment a literal before a variable before a greedy one, and its method, or else
 * its ANY. A resource that matches without the method does not end the search. Undefined where there is none.
 */
export function matchResource(resources: ById<StoredResource>, httpMethod: string, path: string): ResourceMatch | undefined {
  // A trailing slash makes no difference, but for a greedy variable, which takes it in.
  for (const { resource, pattern, names } of compile(resources)) {
    const found = pattern.exec(path)
    const method = found && (lookUp(resource.resourceMethods, httpMethod) ?? lookUp(resource.resourceMethods, 'ANY'))
    if (method) return { resource, method, pathParameters: Object.fromEntries(names.map((name, index) => [name, found[index + 1]!])) }
  }
  return undefined
}

function compile(resources: ById<StoredResource>): readonly Compiled[] {
  let compiled = compiledOf.get(resources)
  if (!compiled) compiledOf.set(resources, (compiled = Object.values(resources).map(compileOne).sort((a, b) => (a.rank < b.rank ? -1 : 1))))
  return compiled
}

function compileOne(resource: StoredResource): Compiled {
  const names: string[] = []
  let rank = ''
  const source = resource.path.split('/').slice(1).filter((segment) => segment !== '').map((segment) => {
    const variable = /^\{([^{}]+?)(\+?)\}$/.exec(segment)
    rank += !variable ? '0' : variable[2] ? '2' : '1'
    if (!variable) return `/${segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`
    names.push(variable[1]!)
    return variable[2] ? '/(.+)' : '/([^/]+)'
  })
  return { resource, pattern: new RegExp(`^${source.join('')}/?$`, 's'), names, rank }
}
