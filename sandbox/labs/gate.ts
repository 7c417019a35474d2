import type { UpdateRouteCommandInput, Authorizer, Route } from '@aws-sdk/client-apigatewayv2'
import type { Target } from '../commands/support/target.ts'
import type { Names } from './names.ts'

/** The API's route for uploads and the authorizer before it. */
export interface Gate {
  route(): Promise<Route>
  authorizer(): Promise<Authorizer>
  setJwt(change: { readonly Issuer?: string; readonly Audience?: string[] }): Promise<void>
  setRoute(change: Omit<UpdateRouteCommandInput, 'ApiId' | 'RouteId'>): Promise<void>
  /** Lets everybody in. */
  open(): Promise<void>
  /** What makes it other than it should be: every upload needs a token of `issuer` for the stack's client. */
  problems(issuer: string): Promise<string[]>
}

const ROUTE = 'POST /uploads'

export function gateOf({ clients }: Target, { apiId, clientId }: Names): Gate {
  const ApiId = apiId
  const gate: Gate = {
    async route() {
      const { GetRoutesCommand } = await import('@aws-sdk/client-apigatewayv2')
      const { Items = [] } = await (await clients.apigateway()).send(new GetRoutesCommand({ ApiId }))
      const found = Items.find(({ RouteKey }) => RouteKey === ROUTE)
      if (!found) throw new Error(`The API ${apiId} has no route ${ROUTE}.`)
      return found
    },
    async authorizer() {
      const { GetAuthorizersCommand } = await import('@aws-sdk/client-apigatewayv2')
      const { Items = [] } = await (await clients.apigateway()).send(new GetAuthorizersCommand({ ApiId }))
      if (!Items[0]) throw new Error(`The API ${apiId} has no authorizer.`)
      return Items[0]
    },
    async setJwt(change) {
      const { UpdateAuthorizerCommand } = await import('@aws-sdk/client-apigatewayv2')
      const { AuthorizerId, JwtConfiguration } = await gate.authorizer()
      await (await clients.apigateway()).send(new UpdateAuthorizerCommand({ ApiId, AuthorizerId, JwtConfiguration: { ...JwtConfiguration, ...change } }))
    },
    async setRoute(change) {
      const { UpdateRouteCommand } = await import('@aws-sdk/client-apigatewayv2')
      const { RouteId } = await gate.route()
      await (await clients.apigateway()).send(new UpdateRouteCommand({ ApiId, RouteId, ...change }))
    },
    open: () => gate.setRoute({ AuthorizationType: 'NONE' }),
    async problems(issuer) {
      const { AuthorizationType, AuthorizerId } = await gate.route()
      if (AuthorizationType !== 'JWT') return [`${ROUTE} is open: it asks for no token (AuthorizationType ${AuthorizationType}). Anybody may upload now.`]
      const { AuthorizerId: own, JwtConfiguration } = await gate.authorizer()
      if (AuthorizerId !== own) return [`${ROUTE} has another authorizer than the API's own, ${own}.`]
      return [...wrongIssuer(JwtConfiguration?.Issuer, issuer), ...wrongAudience(JwtConfiguration?.Audience ?? [], clientId)]
    },
  }
  return gate
}

const wrongIssuer = (found: string | undefined, wanted: string) =>
  found === wanted ? [] : [`The authorizer takes tokens of the issuer ${found}, and the users' tokens come from another one.`]

function wrongAudience(found: readonly string[], clientId: string): string[] {
  if (!found.includes(clientId)) return [`The authorizer takes tokens for ${found.join(', ') || 'nobody'}, and the users' tokens are for another client.`]
  const others = found.filter((one) => one !== clientId)
  return others.length === 0 ? [] : [`The authorizer also takes tokens that were made for ${others.join(', ')}, which is no client of this application.`]
}
