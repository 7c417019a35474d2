import { dirname } from 'node:path'
import type { FunctionRecord } from '../state.ts'
import type { Program } from './programs.ts'
import type { RoleSession } from './role.ts'

interface Surroundings {
  readonly program: Program
  readonly session: RoleSession
  readonly codeFolder: string
  /** Where the layers are; undefined without any. */
  readonly optFolder: string | undefined
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
    PATH: [dirname(process.execPath), '/usr/local/bin:/usr/bin:/bin', ...(of.optFolder === undefined ? [] : [`${of.optFolder}/bin`])].join(':'),
    HOME: of.homeFolder,
    TMPDIR: of.homeFolder,
    ...(of.optFolder === undefined ? {} : layerPaths(found.runtime, of.optFolder)),
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
    ...(found.logging.LogFormat === 'JSON' ? { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: found.logging.ApplicationLogLevel ?? 'INFO' } : {}),
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

/** The search paths with which AWS's runtimes find what is in layers. `LAMBDA_OPT` only where that is not at `/opt`. */
function layerPaths(runtime: string, opt: string): Record<string, string> {
  const version = /[\d.]+\d|\d+/.exec(runtime)?.[0] ?? ''
  return {
    ...(opt === '/opt' ? {} : { LAMBDA_OPT: opt }),
    LD_LIBRARY_PATH: `${opt}/lib`,
    ...(runtime.startsWith('nodejs') ? { NODE_PATH: `${opt}/nodejs/node${version}/node_modules:${opt}/nodejs/node_modules` } : {}),
    ...(runtime.startsWith('python') ? { PYTHONPATH: `${opt}/python:${opt}/python/lib/python${version}/site-packages` } : {}),
  }
}

/** What AWS gives to the runtime alone ("Using the Lambda Extensions API"). */
const RUNTIME_ONLY = [
  'AWS_EXECUTION_ENV', 'AWS_LAMBDA_LOG_GROUP_NAME', 'AWS_LAMBDA_LOG_STREAM_NAME', 'AWS_XRAY_CONTEXT_MISSING', 'LAMBDA_RUNTIME_DIR', 'LAMBDA_TASK_ROOT', '_HANDLER',
]

/** The variables of an extension's process. */
export function extensionEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !RUNTIME_ONLY.includes(name)))
}
