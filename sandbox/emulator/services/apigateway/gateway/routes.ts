import type { Route } from '@aws-sdk/client-apigatewayv2'
import type { ById } from '../state.ts'

interface Compiled {
  readonly route: Route
  readonly method: string
  readonly pattern: RegExp
  readonly names: readonly string[]
  /** Sorts as precedence has it: greedy routes after all others, then segment by segment a literal before a variable. */
  readonly rank: string
}

export interface RouteMatch {
  readonly route: Route
  readonly pathParameters: Readonly<Record<string, string>>
}

/** Routes objects are never changed in place, so that what was compiled from one stays right. */
const compiledOf = new WeakMap<ById<Route>, readonly Compiled[]>()

/**
 * The route for a method and a decoded path: full matches before path variables before greedy ones, the method itself
 * before ANY, `$default` last ("Routing API requests" in AWS's guide). Undefined where there is none.
 */
export function matchRoute(routes: ById<Route>, method: string, path: string): RouteMatch | undefined {
  for (const { route, method: wanted, pattern, names } of compile(routes)) {
    if (wanted !== 'ANY' && wanted !== method) continue
    const found = pattern.exec(path)
    if (found) return { route, pathParameters: Object.fromEntries(names.map((name, index) => [name, found[index + 1]!])) }
  }
  const fallback = Object.values(routes).find((route) => route.RouteKey === '$default')
  return fallback && { route: fallback, pathParameters: {} }
}

function compile(routes: ById<Route>): readonly Compiled[] {
  let compiled = compiledOf.get(routes)
  if (!compiled) {
    const withPath = Object.values(routes).filter((route) => route.RouteKey !== '$default')
    compiled = withPath.map(compileOne).sort((a, b) => order(a) < order(b) ? -1 : 1)
    compiledOf.set(routes, compiled)
  }
  return compiled
}

const order = ({ rank, method }: Compiled) => `${rank} ${method === 'ANY' ? 1 : 0}`

const LITERAL = '0'
const VARIABLE = '1'
const GREEDY = '2'

function compileOne(route: Route): Compiled {
  const [method = '', path = ''] = route.RouteKey!.split(' ')
  const names: string[] = []
  let rank = ''
  const source = path.split('/').slice(1).map((segment) => {
    const variable = /^\{([^{}]+?)(\+?)\}$/.exec(segment)
    rank += !variable ? LITERAL : variable[2] ? GREEDY : VARIABLE
    if (!variable) return `/${segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`
    names.push(variable[1]!)
    return variable[2] ? '/(.+)' : '/([^/]+)'
  })
  return { route, method, pattern: new RegExp(`^${source.join('')}$`, 's'), names, rank: `${rank.endsWith(GREEDY) ? 1 : 0}${rank}` }
}
