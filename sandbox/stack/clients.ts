import type { APIGatewayClient } from '@aws-sdk/client-api-gateway'
import type { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2'
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation'
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import type { IAMClient } from '@aws-sdk/client-iam'
import type { KinesisClient } from '@aws-sdk/client-kinesis'
import type { LambdaClient } from '@aws-sdk/client-lambda'
import type { S3Client } from '@aws-sdk/client-s3'
import type { STSClient } from '@aws-sdk/client-sts'

/** Where an engine is: one address for most services, and one for those that stand at the edge of the pipeline. */
export interface Endpoints {
  /** S3, Kinesis, Lambda, IAM, STS, Logs. */
  readonly aws: string
  /** Cognito and API Gateway; the same as `aws` on the embedded engine. */
  readonly edge: string
  readonly region: string
}

/** AWS itself: the SDK finds its addresses (and `AWS_ENDPOINT_URL`, where that is set) and the credentials. */
export interface AwsPlace {
  readonly region: string
  readonly aws?: undefined
  readonly edge?: undefined
}

export type Place = Endpoints | AwsPlace

/** The SDK's own clients against one engine, each loaded and made when it is first asked for. */
export interface Clients {
  readonly endpoints: Place
  s3(): Promise<S3Client>
  kinesis(): Promise<KinesisClient>
  lambda(): Promise<LambdaClient>
  iam(): Promise<IAMClient>
  sts(): Promise<STSClient>
  logs(): Promise<CloudWatchLogsClient>
  cognito(): Promise<CognitoIdentityProviderClient>
  /** HTTP APIs. */
  apigateway(): Promise<ApiGatewayV2Client>
  restapis(): Promise<APIGatewayClient>
  cloudformation(): Promise<CloudFormationClient>
  destroy(): Promise<void>
}

/** A key pair of an account's root. */
export interface LocalCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/**
 * The root's keys of a local engine, in the account that the environment picks with its number for a key id. Keys of
 * AWS itself, which may be in the environment too, are not for local engines.
 */
export function localCredentials(): LocalCredentials {
  const given = process.env['AWS_ACCESS_KEY_ID'] ?? ''
  return { accessKeyId: /^\d{12}$/.test(given) ? given : 'test', secretAccessKey: 'test' }
}

/** Against AWS, `credentials` are not used: there the SDK's own chain finds them. */
export function createClients(endpoints: Place, credentials: LocalCredentials = localCredentials()): Clients {
  const made = new Map<string, Promise<{ destroy(): void }>>()
  const { aws, edge, pathStyle } = settingsOf(endpoints, credentials)
  const once = <T extends { destroy(): void }>(name: string, make: () => Promise<T>) => {
    return () => {
      let client = made.get(name) as Promise<T> | undefined
      if (!client) made.set(name, (client = make()))
      return client
    }
  }
  return {
    endpoints,
    s3: once('s3', async () => new (await import('@aws-sdk/client-s3')).S3Client({ ...aws, forcePathStyle: pathStyle })),
    kinesis: once('kinesis', async () => new (await import('@aws-sdk/client-kinesis')).KinesisClient(aws)),
    lambda: once('lambda', async () => new (await import('@aws-sdk/client-lambda')).LambdaClient(aws)),
    iam: once('iam', async () => new (await import('@aws-sdk/client-iam')).IAMClient(aws)),
    sts: once('sts', async () => new (await import('@aws-sdk/client-sts')).STSClient(aws)),
    logs: once('logs', async () => new (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogsClient(aws)),
    cognito: once('cognito', async () => {
      const { CognitoIdentityProviderClient } = await import('@aws-sdk/client-cognito-identity-provider')
      return new CognitoIdentityProviderClient(edge)
    }),
    restapis: once('restapis', async () => new (await import('@aws-sdk/client-api-gateway')).APIGatewayClient(edge)),
    apigateway: once('apigateway', async () => new (await import('@aws-sdk/client-apigatewayv2')).ApiGatewayV2Client(edge)),
    cloudformation: once('cloudformation', async () => new (await import('@aws-sdk/client-cloudformation')).CloudFormationClient(aws)),
    async destroy() {
      for (const client of made.values()) (await client).destroy()
    },
  }
}

function settingsOf({ region, aws, edge }: Place, credentials: LocalCredentials) {
  const local = (endpoint: string) => ({ region, credentials, endpoint })
  if (aws !== undefined) return { aws: local(aws), edge: local(edge), pathStyle: true }
  // Where the environment puts a server of one name in AWS's place, it has none for each bucket.
  const isElsewhere = (process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']) !== undefined
  return { aws: { region }, edge: { region }, pathStyle: isElsewhere }
}
