import type { Authorizer, Integration, Route, Stage } from '@aws-sdk/client-apigatewayv2'
import type { Context } from '../../kernel/context.ts'
import { conflict } from './errors.ts'
import { checkAuthorizer, checkIntegration, checkRoute, checkRouteKey, checkStage, checkStageName } from './rules.ts'
import { newChildId, secondsOf, type HttpApi } from './state.ts'
import { defined } from './views.ts'

/** Makes the parts of an API with AWS's defaults, for the operations and for imported definitions alike. Nothing is stored here. */

export function addRoute(ctx: Context, api: HttpApi, input: Omit<Route, 'RouteId'>): [HttpApi, Route] {
  const RouteKey = checkRouteKey(input.RouteKey)
  refuseDuplicate(api, RouteKey)
  checkRoute(api, input)
  const RouteId = newChildId(ctx, api.routes)
  const route: Route = { ApiKeyRequired: false, AuthorizationType: 'NONE', ...defined(input), RouteId, RouteKey }
  return [{ ...api, routes: { ...api.routes, [RouteId]: route } }, route]
}

/** Throws ConflictException where another route than `except` has this key. */
export function refuseDuplicate(api: HttpApi, routeKey: string, except?: string): void {
  const taken = Object.values(api.routes).some((route) => route.RouteKey === routeKey && route.RouteId !== except)
  if (taken) throw conflict(`Route with key ${routeKey} already exists for this API`)
}

export function addIntegration(ctx: Context, api: HttpApi, input: Omit<Integration, 'IntegrationId'>): [HttpApi, Integration] {
  const IntegrationId = newChildId(ctx, api.integrations)
  const integration: Integration = {
    ConnectionType: 'INTERNET',
    ...(input.IntegrationType === 'AWS_PROXY' ? { IntegrationMethod: 'POST' } : {}),
    PayloadFormatVersion: '1.0',
    TimeoutInMillis: 30_000,
    ...defined(input),
    IntegrationId,
  }
  checkIntegration(integration)
  return [{ ...api, integrations: { ...api.integrations, [IntegrationId]: integration } }, integration]
}

export function addAuthorizer(ctx: Context, api: HttpApi, input: Omit<Authorizer, 'AuthorizerId'>): [HttpApi, Authorizer] {
  const wanted = { ...defaultsOf(input), ...defined(input) }
  checkAuthorizer(wanted)
  const taken = Object.values(api.authorizers).some((authorizer) => authorizer.Name === input.Name)
  if (taken) throw conflict(`Authorizer with name ${input.Name} already exists for this API`)
  const AuthorizerId = newChildId(ctx, api.authorizers)
  const authorizer: Authorizer = { ...wanted, AuthorizerId }
  return [{ ...api, authorizers: { ...api.authorizers, [AuthorizerId]: authorizer } }, authorizer]
}

/** Answers are remembered for five minutes where there is something to know a caller by. */
function defaultsOf({ AuthorizerType, IdentitySource = [] }: Omit<Authorizer, 'AuthorizerId'>): Partial<Authorizer> {
  if (AuthorizerType !== 'REQUEST') return {}
  return { AuthorizerResultTtlInSeconds: IdentitySource.length > 0 ? 300 : 0, EnableSimpleResponses: false }
}

export function addStage(ctx: Context, api: HttpApi, input: Omit<Stage, 'CreatedDate'>): [HttpApi, Stage] {
  const StageName = checkStageName(input.StageName)
  if (Object.hasOwn(api.stages, StageName)) throw conflict('Stage already exists')
  const stage: Stage = {
    AutoDeploy: false,
    DefaultRouteSettings: { DetailedMetricsEnabled: false },
    RouteSettings: {},
    StageVariables: {},
    Tags: {},
    ...defined(input),
    CreatedDate: secondsOf(ctx),
    LastUpdatedDate: secondsOf(ctx),
    StageName,
  }
  checkStage(api, stage)
  return [{ ...api, stages: { ...api.stages, [StageName]: stage } }, stage]
}
