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
  /** Labels that are not in the URI, as `keyOf` writes them. */
  readonly outerLabels: string
  readonly weight: number
}

/** SDKs add `x-id=<Operation>` for people who read logs; services ignore it. */
const IGNORED_QUERY = 'x-id'
const IGNORED_ALONE = /^x-id=[^&]*$/

/**
 * Finds the operation of a REST request: method and path, then what tells apart operations that share both (literal
 * query parameters such as `?acl`, required query parameters and headers). The most specific wins; among equals one
 * that `prefers` says yes to.
 */
export function routeTable(model: Model, prefers: (operation: string) => boolean) {
  const routes = [...model.operations.values()].flatMap((operation) => readRoute(operation) ?? [])
  routes.sort((a, b) => b.weight - a.weight || Number(prefers(b.operation)) - Number(prefers(a.operation)))
  const byMethod = new Map<string, Route[]>()
  // Most requests have no query, and most routes want one: those are not even looked at.
  const plain = new Map<string, Route[]>()
  for (const route of routes) {
    append(byMethod, route)
    if (route.literals.length + route.requiredQuery.length === 0) append(plain, route)
  }
  return (request: HttpRequest, address: Address): Match | undefined => {
    const hasQuery = hasParameters(request)
    const outer = keyOf(Object.keys(address.labels))
    for (const route of (hasQuery ? byMethod : plain).get(request.method) ?? []) {
      const labels = route.outerLabels === outer ? matchRoute(route, request, address) : undefined
      if (labels) return { operation: route.operation, labels }
    }
    return undefined
  }
}

/** Whether a request's query says anything. */
export const hasParameters = ({ rawQuery }: Pick<HttpRequest, 'rawQuery'>) => rawQuery !== '' && !IGNORED_ALONE.test(rawQuery)

function append(map: Map<string, Route[]>, route: Route): void {
  const known = map.get(route.method)
  if (known) known.push(route)
  else map.set(route.method, [route])
}

const keyOf = (labels: string[]) => (labels.length < 2 ? (labels[0] ?? '') : labels.sort().join())

function matchRoute(route: Route, request: HttpRequest, address: Address): Record<string, string> | undefined {
  for (const [name, value] of route.literals) {
    const given = request.query.get(name)
    if (given === null || (value !== '' && given !== value)) return undefined
  }
  for (const name of route.requiredQuery) if (!request.query.has(name)) return undefined
  for (const name of route.requiredHeaders) if (request.headers[name] === undefined) return undefined
  const found = route.path.exec(address.path)
  if (!found) return undefined
  const labels: Record<string, string> = { ...address.labels }
  for (let index = 0; index < route.labelNames.length; index++) labels[route.labelNames[index]!] = found[index + 1]!
  return labels
}

function readRoute(operation: OperationShape): Route | undefined {
  if (!operation.http) return undefined
  const [method, uri] = operation.http
  const [path = '/', query = ''] = uri.split('?')
  const { source, labelNames } = readPath(path)
  const bound = operation.input.members.filter((member) => operation.input.required.includes(member.name))
  const literals = [...new URLSearchParams(query)].filter(([name]) => name !== IGNORED_QUERY)
  const requiredQuery = bound.flatMap((member) => member.traits.httpQuery ?? [])
  const requiredHeaders = bound.flatMap((member) => member.traits.httpHeader?.toLowerCase() ?? [])
  const outer = operation.input.members.filter(({ name, traits }) => traits.httpLabel && !labelNames.includes(name))
  const greedy = path.includes('+}')
  return {
    operation: operation.name,
    method,
    // A trailing slash makes no difference to AWS, but a greedy label keeps its own.
    path: new RegExp(`^${source}${path.endsWith('+}') || path === '/' ? '' : '/?'}$`, 's'),
    labelNames,
    literals,
    requiredQuery,
    requiredHeaders,
    outerLabels: keyOf(outer.map(({ name }) => name)),
    weight: specificity(path, literals.length, requiredQuery.length + requiredHeaders.length, greedy),
  }
}

/** Parameters first, then fixed path segments (`/tags/{arn}` before `/{a}/{b}`), then labels that take one segment. */
function specificity(path: string, literals: number, required: number, greedy: boolean): number {
  const fixed = path.split('/').filter((segment) => segment !== '' && !segment.includes('{')).length
  return literals * 1000 + required * 500 + Math.min(fixed, 40) * 2 + (greedy ? 0 : 1)
}

function readPath(path: string): { source: string; labelNames: string[] } {
  const labelNames: string[] = []
  const source = path.split(/(\{[^}]+\})/).map((part) => {
    const label = /^\{([^}+]+)(\+?)\}$/.exec(part)
    if (!label) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    labelNames.push(label[1]!)
    return label[2] ? '(.+)' : '([^/]+)'
  })
  return { source: source.join(''), labelNames }
}
