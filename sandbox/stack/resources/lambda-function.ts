import { createHash } from 'node:crypto'
import type { LambdaClient, UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda'
import { buildCode } from '../build-code.ts'
import { covers, ifFound, physicalName, pick, type PlannedResource, type ResourceHandler } from '../resource.ts'

const CONFIGURATION = ['Description', 'Handler', 'Role', 'Runtime', 'Timeout', 'MemorySize', 'Environment', 'Layers', 'EphemeralStorage', 'LoggingConfig', 'TracingConfig'] as const

export const lambdaFunction: ResourceHandler = {
  type: 'AWS::Lambda::Function',
  async ensure(resource, stack) {
    const { CreateFunctionCommand, GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda')
    const lambda = await stack.clients.lambda()
    const FunctionName = physicalName(resource, 'FunctionName', stack)
    const ZipFile = await buildCode(resource, stack)
    const find = () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    const existing = await ifFound(find, 'ResourceNotFoundException')
    let action: 'created' | 'updated' | 'unchanged' = 'created'
    if (existing) {
      const sameCode = existing.CodeSha256 === createHash('sha256').update(ZipFile).digest('base64')
      action = (await update(lambda, resource, FunctionName, ZipFile, sameCode, existing)) ? 'updated' : 'unchanged'
    } else {
      const configuration = configurationOf(resource) as Pick<UpdateFunctionConfigurationCommandInput, 'Role'>
      const Tags = tagsOf(resource)
      await lambda.send(new CreateFunctionCommand({ FunctionName, Code: { ZipFile }, ...configuration, Tags, Role: configuration.Role }))
      await active(lambda, FunctionName)
    }
    const { FunctionArn } = existing ?? (await find())
    return { ref: FunctionName, attributes: { Arn: FunctionArn! }, action }
  },
}

const configurationOf = ({ properties }: PlannedResource) => ({
  ...pick(properties, CONFIGURATION),
  ...(properties['Timeout'] === undefined ? {} : { Timeout: Number(properties['Timeout']) }),
  ...(properties['MemorySize'] === undefined ? {} : { MemorySize: Number(properties['MemorySize']) }),
})

const tagsOf = ({ properties }: PlannedResource) =>
  Object.fromEntries(((properties['Tags'] ?? []) as { Key: string; Value: string }[]).map(({ Key, Value }) => [Key, Value]))

async function update(
  lambda: LambdaClient,
  resource: PlannedResource,
  FunctionName: string,
  ZipFile: Uint8Array,
  sameCode: boolean,
  existing: object,
): Promise<boolean> {
  const { UpdateFunctionCodeCommand, UpdateFunctionConfigurationCommand, waitUntilFunctionUpdatedV2 } = await import('@aws-sdk/client-lambda')
  const settled = () => waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60, minDelay: 1, maxDelay: 2 }, { FunctionName })
  const wanted = configurationOf(resource)
  const has = existing as Record<string, unknown>
  const sameConfiguration = Object.entries(wanted).every(([name, value]) => covers(has[name], value))
  if (!sameCode) {
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))
    await settled()
  }
  if (!sameConfiguration) {
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, ...wanted }))
    await settled()
  }
  return !sameCode || !sameConfiguration
}

async function active(lambda: LambdaClient, FunctionName: string): Promise<void> {
  const { waitUntilFunctionActiveV2 } = await import('@aws-sdk/client-lambda')
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 120, minDelay: 1, maxDelay: 2 }, { FunctionName })
}
