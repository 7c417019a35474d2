import type { CreateFunctionCommandInput, LoggingConfig, UpdateFunctionConfigurationCommandInput } from '@aws-sdk/client-lambda'
import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { Limits } from '../../kernel/validate.ts'
import { invalidParameter, unsupported } from './errors.ts'
import { FUNCTION_NAME } from './function-name.ts'
import { useLayers } from './layers.ts'
import { assumeRole } from './runtime/role.ts'
import { RUNTIMES } from './runtimes.ts'
import type { FunctionRecord } from './state.ts'

type Settings = CreateFunctionCommandInput | UpdateFunctionConfigurationCommandInput

export const SETTINGS_LIMITS: Limits = {
  FunctionName: FUNCTION_NAME,
  Role: { pattern: 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+' },
  Runtime: { enum: RUNTIMES },
  Handler: { max: 128, pattern: '[^\\s]+' },
  Description: { max: 256 },
  Timeout: { minValue: 1 },
  MemorySize: { minValue: 128, maxValue: 32_768 },
}

const RESERVED = new Set([
  '_HANDLER', 'AWS_ACCESS_KEY_ID', 'AWS_DEFAULT_REGION', 'AWS_EXECUTION_ENV', 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME', 'AWS_LAMBDA_FUNCTION_VERSION', 'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_LAMBDA_RUNTIME_API', 'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'LAMBDA_RUNTIME_DIR', 'LAMBDA_TASK_ROOT',
])
const VARIABLES_BYTES = 4096
const LONGEST_TIMEOUT_S = 900
const MOST_MEMORY_MB = 10_240

/** What would change how the function runs, and does not here. */
export function refuseUnsupported(input: Settings): void {
  const refused: Record<string, unknown> = {
    FileSystemConfigs: input.FileSystemConfigs?.length,
    'DeadLetterConfig.TargetArn': input.DeadLetterConfig?.TargetArn,
    ImageConfig: input.ImageConfig,
    DurableConfig: input.DurableConfig,
    CapacityProviderConfig: input.CapacityProviderConfig,
    ...('Code' in input
      ? {
          'PackageType Image': input.PackageType === 'Image',
          PublishTo: input.PublishTo,
          TenancyConfig: input.TenancyConfig,
        }
      : {}),
  }
  for (const [name, value] of Object.entries(refused)) if (value) throw unsupported(name)
}

/** The members of a function's record that a request sets, checked as Lambda checks them. */
export function readSettings(ctx: Context, input: Settings, name: string): Partial<FunctionRecord> {
  const { Timeout: timeout_s, MemorySize: memory_mb } = input
  if (timeout_s !== undefined && timeout_s > LONGEST_TIMEOUT_S) throw tooLarge(timeout_s, 'timeout', LONGEST_TIMEOUT_S)
  if (memory_mb !== undefined && memory_mb > MOST_MEMORY_MB)
    throw invalidParameter(`'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to ${MOST_MEMORY_MB}`)
  const variables = input.Environment?.Variables
  if (variables) checkVariables(variables)
  return {
    ...(input.Role === undefined ? {} : { role: input.Role }),
    ...(input.Runtime === undefined ? {} : { runtime: input.Runtime }),
    ...(input.Handler === undefined ? {} : { handler: input.Handler }),
    ...(input.Description === undefined ? {} : { description: input.Description }),
    ...(timeout_s === undefined ? {} : { timeout_s }),
    ...(memory_mb === undefined ? {} : { memory_mb }),
    ...(input.EphemeralStorage ? { ephemeralStorage: input.EphemeralStorage } : {}),
    ...(input.TracingConfig ? { tracing: input.TracingConfig } : {}),
    ...(input.SnapStart ? { snapStart: input.SnapStart } : {}),
    ...(input.KMSKeyArn === undefined ? {} : { kmsKeyArn: input.KMSKeyArn }),
    ...(input.VpcConfig?.SubnetIds?.length ? { vpc: input.VpcConfig } : {}),
    ...(input.LoggingConfig ? { logging: readLogging(input.LoggingConfig, name) } : {}),
    ...(variables ? { environment: variables } : {}),
    ...(input.Layers ? { layers: useLayers(ctx, input.Layers) } : {}),
  }
}

/** Only JSON has levels, and has them always. */
function readLogging(given: LoggingConfig, name: string): LoggingConfig {
  const { LogFormat = 'Text', LogGroup = `/aws/lambda/${name}`, ApplicationLogLevel, SystemLogLevel } = given
  if (LogFormat === 'JSON') return { LogFormat, ApplicationLogLevel: ApplicationLogLevel ?? 'INFO', SystemLogLevel: SystemLogLevel ?? 'INFO', LogGroup }
  if (ApplicationLogLevel !== undefined || SystemLogLevel !== undefined)
    throw invalidParameter('ApplicationLogLevel and SystemLogLevel can only be set with LogFormat JSON.')
  return { LogFormat, LogGroup }
}

function checkVariables(variables: Record<string, string>): void {
  const reserved = Object.keys(variables).filter((key) => RESERVED.has(key))
  if (reserved.length > 0)
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    )
  for (const key of Object.keys(variables))
    if (!/^[a-zA-Z][a-zA-Z0-9_]+$/.test(key))
      throw new AwsError(
        'ValidationException',
        `1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]`,
      )
  const size = Buffer.byteLength(JSON.stringify(variables))
  if (size > VARIABLES_BYTES)
    throw invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: ${JSON.stringify(variables)}`,
    )
}

function tooLarge(value: number, name: string, limit: number): AwsError {
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${name}' failed to satisfy constraint: Member must have value less than or equal to ${limit}`,
  )
}

/** Lambda tries the role when a function is made or changed, so that a wrong one is not found out at the first event. */
export async function checkRole(ctx: Context, found: { account: string; region: string; name: string; role: string }): Promise<void> {
  try {
    await assumeRole(ctx, found)
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error
    throw invalidParameter('The role defined for the function cannot be assumed by Lambda.')
  }
}
