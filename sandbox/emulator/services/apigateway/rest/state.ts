import type {
  ApiKeySourceType, Authorizer, Deployment, GatewayResponse, Method, Model, RequestValidator, Resource, RestApi as Shown, Stage,
} from '@aws-sdk/client-api-gateway'
import type { Context } from '../../../kernel/context.ts'
import { LOWER_ALPHANUMERIC } from '../../../kernel/ids.ts'
import { collection, type Scope, type Store } from '../../../kernel/store.ts'
import { notFound, unknownApi } from '../errors.ts'
import { forgetOwner, ownerOf, putOwner } from '../owners.ts'
import { lookUp, type ById } from '../state.ts'

/** What deployments keep of an API. */
export interface Parts {
  readonly resources: ById<StoredResource>
  readonly authorizers: ById<Authorizer>
  readonly validators: ById<RequestValidator>
  /** By name. */
  readonly models: ById<Model>
  /** By response type: those that were customised. */
  readonly gatewayResponses: ById<GatewayResponse>
}

export interface StoredResource extends Resource {
  readonly id: string
  readonly path: string
  /** By HTTP method, with their integrations. */
  readonly resourceMethods: ById<Method>
}

export interface RestApi extends Parts {
  /** As GetRestApi shows it. */
  readonly api: Shown & { readonly id: string }
  readonly stages: ById<Stage>
  readonly deployments: ById<StoredDeployment>
}

/** What a stage serves. */
export interface Configuration extends Parts {
  readonly binaryMediaTypes: readonly string[]
  readonly apiKeySource: ApiKeySourceType
  /** JSON. */
  readonly policy: string | undefined
}

export interface StoredDeployment {
  readonly shown: Deployment & { readonly id: string }
  readonly configuration: Configuration
}

const apis = collection<RestApi>('restapis.apis', 'region')

const NAMES = {
  authorizer: 'Authorizer',
  deployment: 'Deployment',
  model: 'model',
  resource: 'Resource',
  stage: 'Stage',
  validator: 'Request Validator',
} as const

/** Throws NotFoundException. */
export function findApi(ctx: Scope, restApiId: string | undefined): RestApi {
  const found = apis(ctx).get(restApiId ?? '')
  if (!found) throw unknownApi(ctx.account, restApiId ?? '')
  return found
}

/** Throws NotFoundException. */
export function findPart<T>(things: ById<T>, kind: keyof typeof NAMES, id: string | undefined): T {
  const found = lookUp(things, id)
  if (!found) throw notFound(kind === 'model' ? `Invalid model name specified: ${id ?? ''}` : `Invalid ${NAMES[kind]} identifier specified`)
  return found
}

export function listApis(ctx: Scope): RestApi[] {
  return [...apis(ctx).values()]
}

/** The API behind an id, in whichever account and region it is. */
export function locateApi(store: Store, restApiId: string): { api: RestApi; account: string; region: string } | undefined {
  const owner = ownerOf(store, restApiId)
  if (owner?.kind !== 'REST') return undefined
  const { account, region } = owner
  const api = apis({ store, account, region }).get(restApiId)
  return api && { api, account, region }
}

/** Six characters, or ten for a root resource. */
export function newPartId(ctx: Pick<Context, 'ids'>, things: ById<unknown>, length = 6): string {
  for (;;) {
    const id = ctx.ids.chars(length, LOWER_ALPHANUMERIC)
    if (!Object.hasOwn(things, id)) return id
  }
}

export function saveApi(ctx: Context, api: RestApi): RestApi {
  putOwner(ctx.store, api.api.id, { account: ctx.account, region: ctx.region, kind: 'REST' })
  return apis(ctx).put(api.api.id, api)
}

export function deleteApi(ctx: Context, restApiId: string): void {
  forgetOwner(ctx.store, restApiId)
  apis(ctx).delete(restApiId)
}

/** What a stage serves; undefined where its deployment is gone. */
export function servedBy(api: RestApi, stage: Stage): Configuration | undefined {
  return lookUp(api.deployments, stage.deploymentId)?.configuration
}

/** The API as a deployment made now would keep it. */
export function configurationOf({ api, resources, authorizers, validators, models, gatewayResponses }: RestApi): Configuration {
  return {
    ...{ resources, authorizers, validators, models, gatewayResponses },
    binaryMediaTypes: api.binaryMediaTypes ?? [],
    apiKeySource: api.apiKeySource ?? 'HEADER',
    policy: api.policy,
  }
}

/** `arn:aws:apigateway:<region>::/<path>` */
export function arnOf(ctx: Pick<Context, 'region'>, ...path: readonly (string | undefined)[]): string {
  return `arn:aws:apigateway:${ctx.region}::/${path.filter((part) => part !== undefined).join('/')}`
}
