import { dirname } from 'node:path'
import type { FunctionRecord } from '../state.ts'
import type { Program } from './programs.ts'
import type { RoleSession } from './role.ts'

interface Surroundings {
  readonly program: Program
  readonly session: RoleSession
  readonly codeFolder: string
  readonly homeFolder: string
  readonly runtimeApi: string
  readonly logStream: string
  readonly endpoint: string
}

/**
 * The variables of a function's process: AWS's own, the function's, and where this emulator listens. Nothing of the
 * engine's own environment is in it. `HOME` and `TMPDIR` are the environment's own folder, so that neither the user's
 * `~/.aws` nor another environment's files are found there.
 */
export function processEnvironment(found: FunctionRecord, of: Surroundings): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: of.endpoint,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: of.homeFolder,
    TMPDIR: of.homeFolder,
    ...found.environment,
    AWS_REGION: found.region,
    AWS_DEFAULT_REGION: found.region,
    AWS_ACCESS_KEY_ID: of.session.accessKeyId,
    AWS_SECRET_ACCESS_KEY: of.session.secretAccessKey,
    AWS_SESSION_TOKEN: of.session.sessionToken,
    AWS_EXECUTION_ENV: `AWS_Lambda_${found.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: found.name,
    AWS_LAMBDA_FUNCTION_VERSION: found.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(found.memory_mb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: found.logging.LogGroup ?? '',
    AWS_LAMBDA_LOG_STREAM_NAME: of.logStream,
    AWS_LAMBDA_RUNTIME_API: of.runtimeApi,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    _HANDLER: found.handler,
    LAMBDA_TASK_ROOT: of.codeFolder,
    LAMBDA_RUNTIME_DIR: of.program.directory,
    // Windows does not start programs without it.
    ...(process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] }),
  }
}
