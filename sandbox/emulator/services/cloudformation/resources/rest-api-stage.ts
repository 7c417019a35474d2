import type { Deployment, GetStagesCommandOutput } from '@aws-sdk/client-api-gateway'
import type { Value, ValueMap } from '../../../../template/index.ts'
import { mapPatches, replaced, type Patch } from './patches.ts'
import { kept, listOf, omit, pick, tagMap, textOf, type Provider } from './provider.ts'
import { arnOf } from './rest-api.ts'
import { retag } from './tags.ts'

export const restDeployment: Provider = {
  type: 'AWS::ApiGateway::Deployment',
  properties: ['DeploymentCanarySettings', 'Description', 'RestApiId', 'StageDescription', 'StageName'],
  required: ['RestApiId'],
  replaces: ['DeploymentCanarySettings', 'RestApiId', 'StageDescription', 'StageName'],
  async create(properties, io) {
    const stage = (properties['StageDescription'] ?? {}) as ValueMap
    const { DeploymentCanarySettings: CanarySettings, ...own } = omit(properties, ['StageDescription'])
    const about = { ...pick(stage, ['Variables', 'TracingEnabled']), ...(stage['Description'] === undefined ? {} : { StageDescription: stage['Description'] }) }
    const { id } = await io.call<Deployment>('restapis', 'CreateDeployment', { ...own, ...about, ...(CanarySettings === undefined ? {} : { CanarySettings }) })
    return { physicalId: id!, attributes: { DeploymentId: id! } }
  },
  async update(properties, was, io) {
    await io.call('restapis', 'UpdateDeployment', { RestApiId: properties['RestApiId'], DeploymentId: was.physicalId, PatchOperations: [replaced('/description', properties['Description'])] })
    return kept(was)
  },
  async delete(was, io) {
    const { RestApiId, StageName } = was.properties
    // The stage that a deployment has made goes with it, unless a later one serves it.
    if (StageName !== undefined) {
      const { item = [] } = await io.call<GetStagesCommandOutput>('restapis', 'GetStages', { RestApiId, DeploymentId: was.physicalId })
      if (item.some((stage) => stage.stageName === StageName)) await io.call('restapis', 'DeleteStage', { RestApiId, StageName })
    }
    await io.call('restapis', 'DeleteDeployment', { RestApiId, DeploymentId: was.physicalId })
  },
}

const PATHS: Readonly<Record<string, string>> = {
  DeploymentId: '/deploymentId', Description: '/description', DocumentationVersion: '/documentationVersion', ClientCertificateId: '/clientCertificateId',
}

export const restStage: Provider = {
  type: 'AWS::ApiGateway::Stage',
  properties: ['AccessLogSetting', 'CacheClusterEnabled', 'CacheClusterSize', 'CanarySetting', 'ClientCertificateId', 'DeploymentId', 'Description', 'DocumentationVersion', 'MethodSettings', 'RestApiId', 'StageName', 'Tags', 'TracingEnabled', 'Variables'],
  required: ['RestApiId'],
  replaces: ['RestApiId', 'StageName'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const { CanarySetting, Tags, ...own } = omit(properties, ['AccessLogSetting', 'MethodSettings'])
    const StageName = textOf(properties, 'StageName') || io.generatedName(64).replaceAll('-', '_')
    const more = { ...(CanarySetting === undefined ? {} : { CanarySettings: CanarySetting }), ...(Tags === undefined ? {} : { Tags: tagMap(Tags) }) }
    await io.call('restapis', 'CreateStage', { ...own, ...more, StageName })
    io.initiated(StageName)
    const PatchOperations = [...logPatches(properties['AccessLogSetting']), ...settingPatches(undefined, properties['MethodSettings'])]
    if (PatchOperations.length > 0) await io.call('restapis', 'UpdateStage', { RestApiId: properties['RestApiId'], StageName, PatchOperations })
    return { physicalId: StageName }
  },
  async update(properties, was, io, changed) {
    const { RestApiId } = properties
    const PatchOperations = changed.flatMap((name) => stagePatches(name, was.properties[name], properties[name]))
    if (PatchOperations.length > 0) await io.call('restapis', 'UpdateStage', { RestApiId, StageName: was.physicalId, PatchOperations })
    if (changed.includes('Tags')) await retag(io, 'restapis', { ResourceArn: `${arnOf(io, textOf(properties, 'RestApiId'))}/stages/${was.physicalId}` }, was, properties)
    return { physicalId: was.physicalId }
  },
  async delete(was, io) {
    await io.call('restapis', 'DeleteStage', { RestApiId: was.properties['RestApiId'], StageName: was.physicalId })
  },
}

function stagePatches(name: string, before: Value | undefined, after: Value | undefined): Patch[] {
  if (PATHS[name] !== undefined) return [replaced(PATHS[name], after)]
  if (name === 'TracingEnabled') return [replaced('/tracingEnabled', after ?? false)]
  if (name === 'Variables') return mapPatches('/variables', before, after)
  if (name === 'AccessLogSetting') return after === undefined ? [{ op: 'remove', path: '/accessLogSettings' }] : logPatches(after)
  if (name === 'MethodSettings') return settingPatches(before, after)
  if (name === 'CacheClusterEnabled' || name === 'CacheClusterSize') return [replaced(`/${name[0]!.toLowerCase()}${name.slice(1)}`, after)]
  return name === 'CanarySetting' ? [replaced('/canarySettings', after)] : []
}

function logPatches(setting: Value | undefined): Patch[] {
  const { DestinationArn, Format } = (setting ?? {}) as ValueMap
  return [
    ...(DestinationArn === undefined ? [] : [replaced('/accessLogSettings/destinationArn', DestinationArn)]),
    ...(Format === undefined ? [] : [replaced('/accessLogSettings/format', Format)]),
  ]
}

/** Members of a MethodSettings entry by the path below its method, and what is set where one is gone. */
const SETTINGS: Readonly<Record<string, readonly [path: string, gone: Value]>> = {
  CacheDataEncrypted: ['caching/dataEncrypted', false],
  CacheTtlInSeconds: ['caching/ttlInSeconds', 300],
  CachingEnabled: ['caching/enabled', false],
  DataTraceEnabled: ['logging/dataTrace', false],
  LoggingLevel: ['logging/loglevel', 'OFF'],
  MetricsEnabled: ['metrics/enabled', false],
  ThrottlingBurstLimit: ['throttling/burstLimit', -1],
  ThrottlingRateLimit: ['throttling/rateLimit', -1],
}

function settingPatches(before: Value | undefined, after: Value | undefined): Patch[] {
  const [old, wanted] = [settingsByPath(before), settingsByPath(after)]
  const gone = [...old.keys()].filter((path) => !wanted.has(path))
  const reset = (path: string) => Object.values(SETTINGS).find(([end]) => path.endsWith(end))![1]
  return [...gone.map((path) => replaced(path, reset(path))), ...[...wanted].map(([path, value]) => replaced(path, value))]
}

function settingsByPath(value: Value | undefined): Map<string, Value> {
  const entries = listOf(value) as readonly ValueMap[]
  return new Map(entries.flatMap((entry) => {
    const at = `${pathOf(textOf(entry, 'ResourcePath'))}/${textOf(entry, 'HttpMethod') || '*'}`
    return Object.entries(SETTINGS).flatMap(([name, [path]]) => (entry[name] === undefined ? [] : [[`${at}/${path}`, entry[name]] as const]))
  }))
}

/** `/*` is all, `/` the root, and the slashes of a path are written `~1` in a template: `/~1a~1b`. */
function pathOf(path: string): string {
  if (path === '' || path === '/*' || path.startsWith('/~1')) return path || '/*'
  return `/~1${path.slice(1).replaceAll('/', '~1')}`
}
