import type { MethodSetting, PatchOperation, Stage } from '@aws-sdk/client-api-gateway'
import { unsupported } from '../errors.ts'
import { patched, partsOf, type PatchKind } from './patch.ts'

const FIELDS = {
  deploymentId: 'text', description: 'text', variables: 'map', tracingEnabled: 'flag', documentationVersion: 'text', clientCertificateId: 'text', webAclArn: 'text',
} as const

/** Below `/<resource path>/<METHOD>/` (`/*` + `/*` for all methods). */
const SETTINGS: Readonly<Record<string, readonly [member: keyof MethodSetting, kind: PatchKind]>> = {
  'metrics/enabled': ['metricsEnabled', 'flag'],
  'logging/loglevel': ['loggingLevel', 'text'],
  'logging/dataTrace': ['dataTraceEnabled', 'flag'],
  'throttling/burstLimit': ['throttlingBurstLimit', 'number'],
  'throttling/rateLimit': ['throttlingRateLimit', 'number'],
  'caching/enabled': ['cachingEnabled', 'flag'],
  'caching/ttlInSeconds': ['cacheTtlInSeconds', 'number'],
  'caching/dataEncrypted': ['cacheDataEncrypted', 'flag'],
}

/** A stage with UpdateStage's operations applied. Throws BadRequestException. */
export function patchedStage(stage: Stage, operations: readonly PatchOperation[]): Stage {
  return operations.reduce(applyOne, stage)
}

function applyOne(stage: Stage, operation: PatchOperation): Stage {
  const parts = partsOf(operation.path)
  if (/^(?:cacheCluster|canarySettings)/.test(parts[0] ?? '')) throw unsupported(`A stage's ${parts[0]}`)
  if (parts[0] === 'accessLogSettings') return patchLog(stage, operation, parts[1])
  const setting = SETTINGS[parts.slice(-2).join('/')]
  if (parts.length < 4 || !setting) return patched(stage, [operation], FIELDS)
  const key = parts.slice(0, -2).join('/')
  const [member, kind] = setting
  const { op, value } = operation
  const patch: PatchOperation = { op, path: `/${member}`, ...(value === undefined ? {} : { value }) }
  const changed = patched(stage.methodSettings?.[key] ?? {}, [patch], { [member]: kind })
  return { ...stage, methodSettings: { ...stage.methodSettings, [key]: changed } }
}

function patchLog(stage: Stage, { op, value = '' }: PatchOperation, member: string | undefined): Stage {
  const { accessLogSettings: held = {}, ...rest } = stage
  if (member === undefined && op === 'remove') return rest
  if (member !== 'destinationArn' && member !== 'format') throw unsupported(`accessLogSettings/${member ?? ''}`)
  return { ...stage, accessLogSettings: { ...held, [member]: member === 'destinationArn' ? value.replace(/:\*$/, '') : value } }
}
