import { localCredentials, type LocalCredentials } from '../stack/clients.ts'
import { print, printJson } from './support/output.ts'
import { findTarget, type Target, type TargetOptions } from './support/target.ts'

/** `sandbox env`: what the AWS CLI, the SDKs and your tests need, as shell exports. */
export async function env(options: TargetOptions & { readonly json?: boolean }): Promise<void> {
  const target = await findTarget(options)
  try {
    const variables = variablesOf(target)
    if (options.json) return printJson(variables)
    for (const [name, value] of Object.entries(variables)) print(`export ${name}=${quote(value)}`)
  } finally {
    await target.clients.destroy()
  }
}

/** Endpoint, credentials and region as every SDK reads them, and each output of the stack as `API_URL`, … */
export function variablesOf({ session, stack }: Pick<Target, 'session' | 'stack'>, credentials: LocalCredentials = localCredentials()): Record<string, string> {
  const { aws, edge, region } = session.endpoints
  const { accessKeyId, secretAccessKey } = credentials
  // In AWS the addresses and the credentials are those that the shell has already.
  const local = aws === undefined ? {} : { AWS_ENDPOINT_URL: aws, ...(edge === aws ? {} : edgeOf(edge)), AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey }
  const outputs = Object.entries(stack.outputs).map(([name, value]) => [snake(name), value])
  return {
    ...local,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...(Object.fromEntries(outputs) as Record<string, string>),
  }
}

const edgeOf = (edge: string) => ({ AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: edge, AWS_ENDPOINT_URL_APIGATEWAYV2: edge })

/** `UserPoolClientId` to `USER_POOL_CLIENT_ID` */
function snake(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
}

function quote(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}
