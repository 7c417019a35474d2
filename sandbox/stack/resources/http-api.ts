import type { Authorizer, Cors, Integration, Route } from '@aws-sdk/client-apigatewayv2'
import { readHttpApiBody, type HttpApiBody, type HttpApiRoute, type Value } from '../../template/index.ts'
import type { Clients } from '../clients.ts'
import { pick, StackError, text, type PlannedResource, type ResourceHandler } from '../resource.ts'

/** What of an API is there already. */
interface Existing {
  readonly routes: readonly Route[]
  readonly integrations: readonly Integration[]
  readonly authorizers: readonly Authorizer[]
}

/** An HTTP API with its routes, integrations and authorizers, out of the OpenAPI document that SAM makes. */
export const httpApi: ResourceHandler = {
  type: 'AWS::ApiGatewayV2::Api',
  async ensure(resource, stack) {
    const { CreateApiCommand, GetApisCommand, UpdateApiCommand } = await import('@aws-sdk/client-apigatewayv2')
    const client = await stack.clients.apigateway()
    const document = resource.properties['Body'] as Value | undefined
    const body = document === undefined ? undefined : readHttpApiBody(document)
    const Name = nameOf(resource, body)
    const CorsConfiguration = corsOf(resource, body)
    const { Items = [] } = await client.send(new GetApisCommand({ MaxResults: '1000' }))
    const known = Items.find((api) => api.Name === Name)
    const cors = CorsConfiguration ? { CorsConfiguration } : {}
    const api = known
      ? await client.send(new UpdateApiCommand({ ApiId: known.ApiId!, ...cors }))
      : await client.send(new CreateApiCommand({ Name, ProtocolType: 'HTTP', ...cors }))
    const changed = body ? await applyBody(stack.clients, api.ApiId!, body, known !== undefined) : false
    const action = known ? (changed ? 'updated' : 'unchanged') : 'created'
    return { ref: api.ApiId!, attributes: { ApiId: api.ApiId!, ApiEndpoint: api.ApiEndpoint! }, action }
  },
}

export const httpApiStage: ResourceHandler = {
  type: 'AWS::ApiGatewayV2::Stage',
  async ensure(resource, stack) {
    const { CreateStageCommand, GetStagesCommand } = await import('@aws-sdk/client-apigatewayv2')
    const client = await stack.clients.apigateway()
    const [ApiId, StageName] = [text(resource, 'ApiId'), text(resource, 'StageName')]
    const { Items = [] } = await client.send(new GetStagesCommand({ ApiId }))
    if (Items.some((stage) => stage.StageName === StageName)) return { ref: StageName, attributes: {}, action: 'unchanged' }
    const AutoDeploy = String(resource.properties['AutoDeploy']) === 'true'
    await client.send(new CreateStageCommand({ ApiId, StageName, AutoDeploy, ...pick(resource.properties, ['StageVariables', 'Description']) }))
    return { ref: StageName, attributes: {}, action: 'created' }
  },
}

function nameOf(resource: PlannedResource, body: HttpApiBody | undefined): string {
  const name = resource.properties['Name'] ?? body?.name
  if (typeof name === 'string') return name
  throw new StackError(resource.logicalId, 'an HTTP API needs a Name. Give it one in the template.')
}

function corsOf(resource: PlannedResource, body: HttpApiBody | undefined): Cors | undefined {
  return (resource.properties['CorsConfiguration'] ?? body?.cors) as Cors | undefined
}

async function applyBody(clients: Clients, ApiId: string, body: HttpApiBody, isOld: boolean): Promise<boolean> {
  const { GetAuthorizersCommand, GetIntegrationsCommand, GetRoutesCommand } = await import('@aws-sdk/client-apigatewayv2')
  const client = await clients.apigateway()
  const existing: Existing = isOld
    ? {
        routes: (await client.send(new GetRoutesCommand({ ApiId }))).Items ?? [],
        integrations: (await client.send(new GetIntegrationsCommand({ ApiId }))).Items ?? [],
        authorizers: (await client.send(new GetAuthorizersCommand({ ApiId }))).Items ?? [],
      }
    : { routes: [], integrations: [], authorizers: [] }
  const authorizerIds = await ensureAuthorizers(clients, ApiId, body, existing)
  let changed = false
  for (const route of body.routes) changed = (await ensureRoute(clients, ApiId, route, authorizerIds, existing)) || changed
  return changed
}

async function ensureAuthorizers(clients: Clients, ApiId: string, body: HttpApiBody, existing: Existing): Promise<Map<string, string>> {
  const { CreateAuthorizerCommand, UpdateAuthorizerCommand } = await import('@aws-sdk/client-apigatewayv2')
  const client = await clients.apigateway()
  const ids = new Map<string, string>()
  for (const authorizer of body.authorizers) {
    const settings = {
      ApiId,
      Name: authorizer.name,
      AuthorizerType: 'JWT' as const,
      IdentitySource: [...authorizer.identitySource].map(String),
      JwtConfiguration: { Issuer: String(authorizer.issuer), Audience: [...authorizer.audience].map(String) },
    }
    const known = existing.authorizers.find(({ Name }) => Name === authorizer.name)
    const made = known
      ? await client.send(new UpdateAuthorizerCommand({ ...settings, AuthorizerId: known.AuthorizerId! }))
      : await client.send(new CreateAuthorizerCommand(settings))
    ids.set(authorizer.name, made.AuthorizerId!)
  }
  return ids
}

/** True where the route had to be made. */
async function ensureRoute(
  clients: Clients,
  ApiId: string,
  route: HttpApiRoute,
  authorizerIds: ReadonlyMap<string, string>,
  existing: Existing,
): Promise<boolean> {
  const { CreateIntegrationCommand, CreateRouteCommand } = await import('@aws-sdk/client-apigatewayv2')
  if (existing.routes.some(({ RouteKey }) => RouteKey === route.routeKey)) return false
  const client = await clients.apigateway()
  const { IntegrationId } = await client.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: String(route.integrationUri),
      PayloadFormatVersion: route.payloadFormatVersion ?? '2.0',
      ...(route.timeoutInMillis === undefined ? {} : { TimeoutInMillis: Number(route.timeoutInMillis) }),
    }),
  )
  const AuthorizerId = route.authorizerName === undefined ? undefined : authorizerIds.get(route.authorizerName)
  await client.send(
    new CreateRouteCommand({
      ApiId,
      RouteKey: route.routeKey,
      Target: `integrations/${IntegrationId}`,
      ...(AuthorizerId === undefined ? {} : { AuthorizationType: 'JWT', AuthorizerId }),
      ...(route.scopes?.length ? { AuthorizationScopes: route.scopes.map(String) } : {}),
    }),
  )
  return true
}
