import type { Api, Authorizer, Cors, Deployment, Integration, Route, Stage } from '@aws-sdk/client-apigatewayv2'
import type { Context } from '../../kernel/context.ts'
import { LOWER_ALPHANUMERIC } from '../../kernel/ids.ts'
import { collection, type Scope, type Store } from '../../kernel/store.ts'
import { unknownApi, unknownChild, unknownStage, type ChildKind } from './errors.ts'
import { forgetOwner, ownerOf, putOwner } from './owners.ts'

/** Things by their id. Never changed in place: a change makes a new object, which compiled routes rely upon. */
export type ById<T> = Readonly<Record<string, T>>

/** What a stage serves. */
export interface Configuration {
  readonly cors: Cors | undefined
  readonly routes: ById<Route>
  readonly integrations: ById<Integration>
  readonly authorizers: ById<Authorizer>
}

export interface HttpApi {
  /** As GetApi shows it, but for `ApiEndpoint`, which depends on where the engine listens. */
  readonly api: Api & { readonly ApiId: string }
  readonly routes: ById<Route>
  readonly integrations: ById<Integration>
  readonly authorizers: ById<Authorizer>
  readonly stages: ById<Stage>
  readonly deployments: ById<StoredDeployment>
}

export interface StoredDeployment {
  readonly shown: Deployment & { readonly DeploymentId: string }
  /** Absent for automatic ones: a stage that deploys automatically serves the API as it is now. */
  readonly configuration?: Configuration
}

const apis = collection<HttpApi>('apigateway.apis', 'region')

/** An own member: ids come from requests, and `constructor` is no stage. */
export function lookUp<T>(things: ById<T>, id: string | undefined): T | undefined {
  return id !== undefined && Object.hasOwn(things, id) ? things[id] : undefined
}

export function without<T>(things: ById<T>, id: string): ById<T> {
  return Object.fromEntries(Object.entries(things).filter(([key]) => key !== id))
}

/** Throws NotFoundException. */
export function findApi(ctx: Scope, apiId: string | undefined): HttpApi {
  const found = apis(ctx).get(apiId ?? '')
  if (!found) throw unknownApi(ctx.account, apiId ?? '')
  return found
}

/** Throws NotFoundException. */
export function findChild<T>(things: ById<T>, kind: ChildKind, id: string | undefined): T {
  const found = lookUp(things, id)
  if (!found) throw unknownChild(kind, id ?? '')
  return found
}

/** Throws NotFoundException. */
export function findStage(api: HttpApi, name: string | undefined): Stage {
  const found = lookUp(api.stages, name)
  if (!found) throw unknownStage()
  return found
}

export function listApis(ctx: Scope): HttpApi[] {
  return [...apis(ctx).values()]
}

/** The API behind an id, in whichever account and region it is. */
export function locateApi(store: Store, apiId: string): { api: HttpApi; account: string; region: string } | undefined {
  const owner = ownerOf(store, apiId)
  if (!owner) return undefined
  const { account, region } = owner
  const api = apis({ store, account, region }).get(apiId)
  return api && { api, account, region }
}

export function newChildId(ctx: Pick<Context, 'ids'>, things: ById<unknown>): string {
  for (;;) {
    const id = ctx.ids.chars(7, LOWER_ALPHANUMERIC)
    if (!Object.hasOwn(things, id)) return id
  }
}

/** Stores an API as it is given: for changes that no deployment carries (names, tags, stages themselves). */
export function saveApi(ctx: Context, api: HttpApi): HttpApi {
  putOwner(ctx.store, api.api.ApiId, { account: ctx.account, region: ctx.region })
  return apis(ctx).put(api.api.ApiId, api)
}

/** Stores a change of what is served; each stage with AutoDeploy takes it up at once. */
export function saveConfiguration(ctx: Context, api: HttpApi): HttpApi {
  let changed = api
  for (const stage of Object.values(api.stages)) if (stage.AutoDeploy) changed = deployAutomatically(ctx, changed, stage)
  return saveApi(ctx, changed)
}

export function deleteApi(ctx: Context, apiId: string): void {
  forgetOwner(ctx.store, apiId)
  apis(ctx).delete(apiId)
}

export const NO_ROUTE = 'At least one route is required before deploying the Api.'

/** The API with `stage` on a new automatic deployment, which replaces the stage's former automatic one. */
export function deployAutomatically(ctx: Context, api: HttpApi, stage: Stage): HttpApi {
  const name = stage.StageName!
  if (Object.keys(api.routes).length === 0) {
    const failed = { ...stage, LastDeploymentStatusMessage: `Deployment attempt failed: ${NO_ROUTE}` }
    return { ...api, stages: { ...api.stages, [name]: failed } }
  }
  const former = lookUp(api.deployments, stage.DeploymentId)
  const kept = former?.shown.AutoDeployed ? without(api.deployments, former.shown.DeploymentId) : api.deployments
  const DeploymentId = newChildId(ctx, api.deployments)
  const shown = {
    AutoDeployed: true,
    CreatedDate: secondsOf(ctx),
    DeploymentId,
    DeploymentStatus: 'DEPLOYED' as const,
    Description: 'Automatic deployment triggered by changes to the Api configuration',
  }
  const deployed = {
    ...stage,
    DeploymentId,
    LastDeploymentStatusMessage: `Successfully deployed stage with deployment ID '${DeploymentId}'`,
    LastUpdatedDate: secondsOf(ctx),
  }
  return { ...api, stages: { ...api.stages, [name]: deployed }, deployments: { ...kept, [DeploymentId]: { shown } } }
}

/** What a stage serves; undefined where nothing was deployed to it yet. */
export function servedBy(api: HttpApi, stage: Stage): Configuration | undefined {
  return stage.AutoDeploy ? configurationOf(api) : lookUp(api.deployments, stage.DeploymentId)?.configuration
}

export function configurationOf(api: HttpApi): Configuration {
  const { routes, integrations, authorizers } = api
  return { cors: api.api.CorsConfiguration, routes, integrations, authorizers }
}

/** API Gateway's dates have no fraction of a second. */
export function secondsOf(ctx: Pick<Context, 'now'>): Date {
  return new Date(Math.floor(ctx.now / 1000) * 1000)
}

/** `arn:aws:apigateway:<region>::/apis/<path>` */
export function arnOf(ctx: Pick<Context, 'region'>, ...path: readonly (string | undefined)[]): string {
  return `arn:aws:apigateway:${ctx.region}::/${['apis', ...path].filter((part) => part !== undefined).join('/')}`
}
