import { createClients, type AwsPlace, type Clients } from '../stack/clients.ts'
import { EngineError, type Engine } from './engine.ts'

/** A real account, through CloudFormation and with the credentials that the AWS CLI would use. Nothing runs here. */
export const aws: Engine<AwsPlace> = {
  name: 'aws',
  async start({ region }) {
    const endpoints: AwsPlace = { region }
    const clients = createClients(endpoints)
    const account = await accountOf(clients).catch(async (error: unknown) => {
      await clients.destroy()
      throw error
    })
    return {
      name: 'aws',
      endpoints,
      async deploy(options) {
        const { deployStack } = await import('../stack/deploy/deploy.ts')
        return deployStack({ ...options, clients, account })
      },
      stop: () => clients.destroy(),
    }
  },
}

/** The region that is given or in the environment, else that of the profile. Throws `EngineError` where there is none. */
export async function awsRegion(given: string | undefined): Promise<string> {
  const named = given ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION']
  if (named !== undefined && named !== '') return named
  const { STSClient } = await import('@aws-sdk/client-sts')
  const client = new STSClient({})
  try {
    return await client.config.region()
  } catch {
    throw new EngineError('No AWS region is set. Give one with --region or AWS_REGION, or set one in the profile.')
  } finally {
    client.destroy()
  }
}

/** Whose account the credentials are for: the first call, which also tells whether there are any. */
export async function accountOf(clients: Clients): Promise<string> {
  const { GetCallerIdentityCommand } = await import('@aws-sdk/client-sts')
  try {
    const { Account } = await (await clients.sts()).send(new GetCallerIdentityCommand({}))
    return Account!
  } catch (error) {
    throw new EngineError(explain(error as NodeJS.ErrnoException))
  }
}

function explain({ name, message, code }: NodeJS.ErrnoException): string {
  if (name === 'CredentialsProviderError') return 'There are no AWS credentials. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with "aws sso login"; or run without an account: --engine embedded.'
  if (code !== undefined) return `AWS does not answer (${message}). Check the network, the region and AWS_ENDPOINT_URL.`
  return `AWS does not take the credentials: ${name}: ${message}`
}
