import type { Caller } from './kernel/context.ts'
import { AwsError, notImplemented } from './kernel/errors.ts'

/** The calls that services which may run by themselves (Cognito, HTTP APIs) make to others. */
const PACKAGES: Readonly<Record<string, () => Promise<object>>> = {
  lambda: () => import('@aws-sdk/client-lambda'),
}

interface SdkClient {
  send(command: object): Promise<unknown>
}

/**
 * `Host.call` for services that are not in this process: the same operation through the SDK, at another endpoint that
 * takes a 12-digit key id for the account. Errors keep their code and status.
 */
export function upstreamCalls(endpoint: string) {
  const clients = new Map<string, Promise<{ client: SdkClient; sdk: Record<string, new (input: object) => object> }>>()
  const connect = async (name: string, { principal, region }: Caller) => {
    const sdk = (await PACKAGES[name]!()) as Record<string, new (input: object) => object>
    const Client = Object.entries(sdk).find(([exported]) => /^[A-Z][A-Za-z]*Client$/.test(exported) && !exported.startsWith('__'))![1]
    const credentials = { accessKeyId: principal.account, secretAccessKey: 'test' }
    return { client: new Client({ endpoint, region, credentials }) as SdkClient, sdk }
  }
  return async <O>(caller: Caller, service: string, operation: string, input: object): Promise<O> => {
    if (!PACKAGES[service]) throw notImplemented(service, operation)
    const key = `${service}/${caller.principal.account}/${caller.region}`
    let connecting = clients.get(key)
    if (!connecting) clients.set(key, (connecting = connect(service, caller)))
    const { client, sdk } = await connecting
    try {
      return (await client.send(new sdk[`${operation}Command`]!(input))) as O
    } catch (error) {
      throw asAwsError(error, endpoint)
    }
  }
}

function asAwsError(error: unknown, endpoint: string): AwsError {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } }
  if (!$metadata?.httpStatusCode) return new AwsError('ServiceUnavailable', `${endpoint} does not answer: ${message}`, { status: 503 })
  return new AwsError(name, message, { status: $metadata.httpStatusCode })
}
