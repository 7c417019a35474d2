import type { HttpRequest } from '../kernel/http.ts'
import type { Match } from '../kernel/service.ts'
import type { Model, OperationShape } from './shape.ts'

/** Where a request points after the host has been taken into account. */
export interface Address {
  /** Not decoded; starts with `/`. */
  readonly path: string
  /** Members that are not in the operation's URI, such as an S3 bucket named by the host. */
  readonly labels: Readonly<Record<string, string>>
}

interface Route {
  readonly operation: string
  readonly method: string
  readonly path: RegExp
  readonly labelNames: readonly string[]
  /** Literal query parameters of the URI; an empty value means that any value will do. */
  readonly literals: readonly (readonly [string, string])[]
  readonly requiredQuery: readonly string[]
  readonly requiredHeaders: readonly string[]
  readonly outerLabels: readonly string[]
}

/** SDKs add `x-id=<Operation>` for people who read logs; services ignore it. */
const IGNORED_QUERY = 'x-id'

/**
 * Finds the operation of a REST request: method and path, then what tells apart operations that share both (literal
 * query parameters such as `?acl`, required query parameters and headers). The most specific wins; among equals one
 * that `prefers` says yes to.
 */
export function routeTable(model: Model, prefers: (operation: string) => boolean) {
  const byMethod = new Map<string, Route[]>()
  for (const operation of model.operations.values()) {
    const route = readRoute(operation)
    if (route) byMethod.set(route.method, [...(byMethod.get(route.method) ?? []), route])
  }
  for (const routes of byMethod.values())
    routes.sort((a, b) => weight(b) - weight(a) || Number(prefers(b.operation)) - Number(prefers(a.operation)))
  return (request: HttpRequest, address: Address): Match | undefined => {
    for (const route of byMethod.get(request.method) ?? []) {
      const labels = matchRoute(route, request, address)
      if (labels) return { operation: route.operation, labels }
    }
    return undefined
  }
}

function weight(route: Route): number {
  return route.literals.length * 4 + (route.requiredQuery.length + route.requiredHeaders.length) * 2 + (route.path.source.includes('(.+)') ? 0 : 1)
}

function matchRoute(route: Route, request: HttpRequest, address: Address): Record<string, string> | undefined {
  const found = route.path.exec(address.path)
  if (!found) return undefined
  const outer = Object.keys(address.labels)
  if (outer.length !== route.outerLabels.length || !outer.every((name) => route.outerLabels.includes(name))) return undefined
  for (const [name, value] of route.literals) {
    const given = request.rawQuery === '' ? null : request.query.get(name)
    if (given === null || (value !== '' && given !== value)) return undefined
  }
  if (!route.requiredQuery.every((name) => request.rawQuery !== '' && request.query.has(name))) return undefined
  if (!route.requiredHeaders.every((name) => request.headers[name] !== undefined)) return undefined
  const labels: Record<string, string> = { ...address.labels }
  route.labelNames.forEach((name, index) => (labels[name] = found[index + 1]!))
  return labels
}

function readRoute(operation: OperationShape): Route | undefined {
  if (!operation.http) return undefined
  const [method, uri] = operation.http
  const [path = '/', query = ''] = uri.split('?')
  const labelNames: string[] = []
  const source = path.split(/(\{[^}]+\})/).map((part) => {
    const label = /^\{([^}+]+)(\+?)\}$/.exec(part)
    if (!label) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    labelNames.push(label[1]!)
    return label[2] ? '(.+)' : '([^/]+)'
  })
  const bound = operation.input.members.filter((member) => operation.input.required.includes(member.name))
  return {
    operation: operation.name,
    method,
    // A trailing slash makes no difference to AWS, but a greedy label keeps its own.
    path: new RegExp(`^${source.join('')}${path.endsWith('+}') || path === '/' ? '' : '/?'}$`, 's'),
    labelNames,
    literals: [...new URLSearchParams(query)].filter(([name]) => name !== IGNORED_QUERY),
    requiredQuery: bound.flatMap((member) => member.traits.httpQuery ?? []),
    requiredHeaders: bound.flatMap((member) => member.traits.httpHeader?.toLowerCase() ?? []),
    outerLabels: operation.input.members
      .filter((member) => member.traits.httpLabel && !labelNames.includes(member.name))
      .map((member) => member.name),
  }
}
