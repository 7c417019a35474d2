import type { CreateApiCommandInput, CreateApiCommandOutput } from '@aws-sdk/client-apigatewayv2'
import type { Context } from '../../../kernel/context.ts'
import { operation } from '../../../kernel/operation.ts'
import { addIntegration, addRoute, addStage } from '../children.ts'
import { badRequest, unsupported } from '../errors.ts'
import { newApiId } from '../owners.ts'
import { checkCors, functionOf } from '../rules.ts'
import { arnOf, saveApi, saveConfiguration, secondsOf, type HttpApi } from '../state.ts'
import { defined, showApi } from '../views.ts'

export const CreateApi = operation<CreateApiCommandInput, CreateApiCommandOutput>({
  action: 'apigateway:POST',
  resource: (_input, ctx) => arnOf(ctx),
  handle(input, ctx) {
    if (input.ProtocolType === 'WEBSOCKET') throw unsupported('ProtocolType WEBSOCKET')
    if (input.ProtocolType !== 'HTTP') throw badRequest('Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]')
    if (!input.Name) throw badRequest('Name is a required parameter')
    if (input.RouteKey !== undefined && input.Target === undefined)
      throw badRequest('Target must be specified when a route key is specified')
    checkCors(input.CorsConfiguration)
    const api = newApi(ctx, input)
    return showApi(ctx, input.Target === undefined ? saveApi(ctx, api) : quickCreate(ctx, api, input))
  },
})

/** An API without routes or stages; not stored yet. */
export function newApi(ctx: Context, input: Omit<CreateApiCommandInput, 'ProtocolType'>): HttpApi {
  const { Target: _target, RouteKey: _routeKey, CredentialsArn: _credentials, ...shown } = input
  const api = {
    ApiKeySelectionExpression: '$request.header.x-api-key',
    DisableExecuteApiEndpoint: false,
    IpAddressType: 'ipv4' as const,
    RouteSelectionExpression: '$request.method $request.path',
    Tags: {},
    ...defined(shown),
    ApiId: newApiId(ctx),
    CreatedDate: secondsOf(ctx),
    Name: input.Name,
    ProtocolType: 'HTTP' as const,
  }
  return { api, routes: {}, integrations: {}, authorizers: {}, stages: {}, deployments: {} }
}

/** "Quick create": one integration, one catch-all route and a default stage that deploys automatically. */
function quickCreate(ctx: Context, api: HttpApi, input: CreateApiCommandInput): HttpApi {
  const [withIntegration, integration] = addIntegration(ctx, api, {
    ApiGatewayManaged: true,
    CredentialsArn: input.CredentialsArn,
    IntegrationUri: input.Target,
    ...(functionOf(input.Target)
      ? { IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' }
      : { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'ANY' }),
  })
  const [withRoute] = addRoute(ctx, withIntegration, {
    ApiGatewayManaged: true,
    RouteKey: input.RouteKey ?? '$default',
    Target: `integrations/${integration.IntegrationId}`,
  })
  const [withStage] = addStage(ctx, withRoute, { ApiGatewayManaged: true, AutoDeploy: true, StageName: '$default' })
  return saveConfiguration(ctx, withStage)
}
