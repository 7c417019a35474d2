import type { GetApisResponse, GetAuthorizersResponse, GetIntegrationsResponse, GetRoutesResponse, Api } from '@aws-sdk/client-apigatewayv2'
import type { ListUserPoolClientsResponse, ListUserPoolsResponse } from '@aws-sdk/client-cognito-identity-provider'
import type { DescribeStreamSummaryOutput, ListStreamsOutput } from '@aws-sdk/client-kinesis'
import type { ListEventSourceMappingsResponse, ListFunctionsResponse } from '@aws-sdk/client-lambda'
import type { GetObjectCommandOutput, ListBucketsOutput, ListObjectsV2Output, NotificationConfiguration } from '@aws-sdk/client-s3'
import type { Readable } from 'node:stream'
import type { Caller, Host } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../kernel/http.ts'
import { lookingCaller, placeOf } from './call.ts'

/** Counted up to this many; more are said to be more. */
const MOST_OBJECTS = 1000

/** `GET /_sandbox/state?account=…&region=…`: what there is of a pipeline's parts in one place, as the services list it. */
export async function overview(request: HttpRequest, host: Host): Promise<HttpResponse> {
  const caller = lookingCaller(request, host)
  const ask = asker(host, caller)
  const [pools, apis, functions, mappings, streams, buckets] = await Promise.all([
    userPools(ask), httpApis(ask), lambdaFunctions(ask), eventSourceMappings(ask), dataStreams(ask), storage(ask),
  ])
  const place = placeOf(request, host)
  return jsonResponse(200, { ...place, places: places(host, place.account), pools, apis, functions, mappings, streams, buckets })
}

type Ask = <O>(service: string, operation: string, input?: object) => Promise<O>

/** What a service that is not here has, is nothing. */
function asker(host: Host, caller: Caller): Ask {
  return async <O>(service: string, operation: string, input: object = {}): Promise<O> => {
    try {
      return await host.call<O>(caller, service, operation, input)
    } catch (error) {
      if (error instanceof AwsError && error.code === 'NotImplemented') return {} as O
      throw error
    }
  }
}

const each = <T, R>(list: readonly T[] | undefined, get: (one: T) => Promise<R>): Promise<R[]> => Promise.all((list ?? []).map(get))

async function userPools(ask: Ask) {
  const { UserPools } = await ask<ListUserPoolsResponse>('cognito', 'ListUserPools', { MaxResults: 60 })
  return each(UserPools, async ({ Id, Name }) => {
    const { UserPoolClients } = await ask<ListUserPoolClientsResponse>('cognito', 'ListUserPoolClients', { UserPoolId: Id, MaxResults: 60 })
    return { id: Id, name: Name, clients: (UserPoolClients ?? []).map(({ ClientId, ClientName }) => ({ id: ClientId, name: ClientName })) }
  })
}

async function httpApis(ask: Ask) {
  const { Items } = await ask<GetApisResponse>('apigateway', 'GetApis')
  return each(Items, async ({ ApiId, Name, ApiEndpoint }: Api) => {
    const of = { ApiId }
    const [routes, authorizers, integrations] = await Promise.all([
      ask<GetRoutesResponse>('apigateway', 'GetRoutes', of),
      ask<GetAuthorizersResponse>('apigateway', 'GetAuthorizers', of),
      ask<GetIntegrationsResponse>('apigateway', 'GetIntegrations', of),
    ])
    const uris = new Map((integrations.Items ?? []).map(({ IntegrationId, IntegrationUri }) => [`integrations/${IntegrationId}`, IntegrationUri]))
    return {
      id: ApiId, name: Name, endpoint: ApiEndpoint,
      routes: (routes.Items ?? []).map(({ RouteKey, Target, AuthorizationType, AuthorizerId, AuthorizationScopes }) => ({
        key: RouteKey, authorization: AuthorizationType ?? 'NONE', authorizer: AuthorizerId, scopes: AuthorizationScopes, target: uris.get(Target ?? ''),
      })),
      authorizers: (authorizers.Items ?? []).map(({ AuthorizerId, Name: name, JwtConfiguration }) => ({
        id: AuthorizerId, name, issuer: JwtConfiguration?.Issuer, audience: JwtConfiguration?.Audience,
      })),
    }
  })
}

async function lambdaFunctions(ask: Ask) {
  const { Functions } = await ask<ListFunctionsResponse>('lambda', 'ListFunctions')
  return (Functions ?? []).map(({ FunctionName, FunctionArn, Runtime, Environment, Role }) => ({
    name: FunctionName, arn: FunctionArn, runtime: Runtime, role: Role, environment: Environment?.Variables ?? {},
  }))
}

async function eventSourceMappings(ask: Ask) {
  const { EventSourceMappings } = await ask<ListEventSourceMappingsResponse>('lambda', 'ListEventSourceMappings')
  return (EventSourceMappings ?? []).map(({ UUID, EventSourceArn, FunctionArn, State, BatchSize, LastProcessingResult }) => ({
    id: UUID, source: EventSourceArn, function: FunctionArn, state: State, batchSize: BatchSize, result: LastProcessingResult,
  }))
}

async function dataStreams(ask: Ask) {
  const { StreamNames } = await ask<ListStreamsOutput>('kinesis', 'ListStreams')
  return each(StreamNames, async (StreamName) => {
    const { StreamDescriptionSummary: about } = await ask<DescribeStreamSummaryOutput>('kinesis', 'DescribeStreamSummary', { StreamName })
    return { name: StreamName, arn: about?.StreamARN, status: about?.StreamStatus, shards: about?.OpenShardCount, mode: about?.StreamModeDetails?.StreamMode }
  })
}

async function storage(ask: Ask) {
  const { Buckets } = await ask<ListBucketsOutput>('s3', 'ListBuckets')
  return each(Buckets, async ({ Name: Bucket }) => {
    const [listed, notifications] = await Promise.all([
      ask<ListObjectsV2Output>('s3', 'ListObjectsV2', { Bucket, MaxKeys: MOST_OBJECTS }),
      ask<NotificationConfiguration>('s3', 'GetBucketNotificationConfiguration', { Bucket }),
    ])
    const notifies = (notifications.LambdaFunctionConfigurations ?? []).map(({ LambdaFunctionArn }) => LambdaFunctionArn)
    return { name: Bucket, objects: listed.KeyCount ?? 0, more: listed.IsTruncated ?? false, notifies }
  })
}

/** Accounts and regions in which there is something; where many share the engine, nobody is told of the others' accounts. */
function places({ store, settings }: Host, account: string): readonly { readonly account: string; readonly region: string }[] {
  const found = new Set([`${settings.defaultAccount}/${settings.defaultRegion}`])
  for (const { scope, size } of store.tables()) if (size > 0 && /^\d{12}\/./.test(scope)) found.add(scope.split('/', 2).join('/'))
  const seen = settings.quotas ? [...found].filter((scope) => scope.startsWith(`${account}/`)) : [...found]
  return seen.sort().map((scope) => {
    const [account = '', region = ''] = scope.split('/')
    return { account, region }
  })
}

/**
 * `GET /_sandbox/state/object?bucket=…&key=…`: an object's bytes, for a preview or (`&download`) as a file. What it holds
 * may be a page with scripts: it must not act as one of ours.
 */
export async function object(request: HttpRequest, host: Host): Promise<HttpResponse> {
  const { query } = request
  const Key = query.get('key') ?? ''
  try {
    const found = await host.call<GetObjectCommandOutput>(lookingCaller(request, host), 's3', 'GetObject', { Bucket: query.get('bucket') ?? '', Key })
    const name = encodeURIComponent(Key.split('/').at(-1)!)
    return {
      status: 200,
      headers: {
        'content-type': found.ContentType ?? 'application/octet-stream',
        'content-length': String(found.ContentLength),
        'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        'content-disposition': query.has('download') ? `attachment; filename*=UTF-8''${name}` : 'inline',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
      body: found.Body as unknown as Readable,
    }
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return jsonResponse(error.status, { code: error.code, message: error.message })
  }
}
