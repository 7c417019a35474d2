import type { ApiKey, UsagePlan } from '@aws-sdk/client-api-gateway'
import type { Value, ValueMap } from '../../../../template/index.ts'
import { replaced, valuePatches, type Patch } from './patches.ts'
import { kept, listOf, omit, tagMap, textOf, type Io, type Provider } from './provider.ts'

const SERVICE = 'restapis'
const tagged = (Tags: Value | undefined) => (Tags === undefined ? {} : { Tags: tagMap(Tags) })

export const apiKey: Provider = {
  type: 'AWS::ApiGateway::ApiKey',
  properties: ['CustomerId', 'Description', 'Enabled', 'GenerateDistinctId', 'Name', 'StageKeys', 'Tags', 'Value'],
  // The stages of a key cannot be changed here.
  replaces: ['GenerateDistinctId', 'Name', 'StageKeys', 'Value'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const Name = textOf(properties, 'Name') || io.generatedName(128)
    const { id } = await io.call<ApiKey>(SERVICE, 'CreateApiKey', { ...omit(properties, ['Tags']), ...tagged(properties['Tags']), Name })
    return { physicalId: id!, attributes: { APIKeyId: id! } }
  },
  async update(properties, was, io, changed) {
    const paths: Readonly<Record<string, string>> = { CustomerId: '/customerId', Description: '/description', Enabled: '/enabled' }
    const PatchOperations = changed.filter((name) => paths[name] !== undefined).map((name) => replaced(paths[name]!, properties[name] ?? (name === 'Enabled' ? false : '')))
    await io.call(SERVICE, 'UpdateApiKey', { ApiKey: was.physicalId, PatchOperations })
    return kept(was)
  },
  async delete(was, io) {
    await io.call(SERVICE, 'DeleteApiKey', { ApiKey: was.physicalId })
  },
}

export const usagePlan: Provider = {
  type: 'AWS::ApiGateway::UsagePlan',
  properties: ['ApiStages', 'Description', 'Quota', 'Tags', 'Throttle', 'UsagePlanName'],
  replaces: [],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const Name = textOf(properties, 'UsagePlanName') || io.generatedName(128)
    const { id } = await io.call<UsagePlan>(SERVICE, 'CreateUsagePlan', { ...omit(properties, ['Tags', 'UsagePlanName']), ...tagged(properties['Tags']), Name })
    return { physicalId: id!, attributes: { Id: id! } }
  },
  async update(properties, was, io, changed) {
    const PatchOperations = changed.flatMap((name) => planPatches(name, was.properties[name], properties[name]))
    if (PatchOperations.length > 0) await io.call(SERVICE, 'UpdateUsagePlan', { UsagePlanId: was.physicalId, PatchOperations })
    return kept(was)
  },
  async delete(was, io) {
    // A plan that lets into stages cannot be deleted.
    const PatchOperations = planPatches('ApiStages', was.properties['ApiStages'], undefined)
    if (PatchOperations.length > 0) await io.call(SERVICE, 'UpdateUsagePlan', { UsagePlanId: was.physicalId, PatchOperations })
    await io.call(SERVICE, 'DeleteUsagePlan', { UsagePlanId: was.physicalId })
  },
}

function planPatches(name: string, before: Value | undefined, after: Value | undefined): Patch[] {
  const stages = (value: Value | undefined) => (listOf(value) as readonly ValueMap[]).map(({ ApiId, Stage }) => `${String(ApiId)}:${String(Stage)}`)
  if (name === 'ApiStages') return valuePatches('/apiStages', stages(before), stages(after))
  if (name === 'UsagePlanName') return after === undefined ? [] : [replaced('/name', after)]
  if (name === 'Description') return [replaced('/description', after ?? '')]
  if (name !== 'Quota' && name !== 'Throttle') return []
  const path = `/${name.toLowerCase()}`
  if (after === undefined) return [{ op: 'remove', path }]
  return Object.entries(after as ValueMap).map(([member, value]) => replaced(`${path}/${member[0]!.toLowerCase()}${member.slice(1)}`, value))
}

export const usagePlanKey: Provider = {
  type: 'AWS::ApiGateway::UsagePlanKey',
  properties: ['KeyId', 'KeyType', 'UsagePlanId'],
  required: ['KeyId', 'KeyType', 'UsagePlanId'],
  replaces: ['KeyId', 'KeyType', 'UsagePlanId'],
  async create(properties, io) {
    await io.call(SERVICE, 'CreateUsagePlanKey', properties)
    const id = `${textOf(properties, 'KeyId')}:${textOf(properties, 'UsagePlanId')}`
    return { physicalId: id, attributes: { Id: id } }
  },
  async delete(was, io) {
    await io.call(SERVICE, 'DeleteUsagePlanKey', omit(was.properties, ['KeyType']))
  },
}

/** Of an account and a region there is one, which stays as it is when the resource goes. */
export const gatewayAccount: Provider = {
  type: 'AWS::ApiGateway::Account',
  properties: ['CloudWatchRoleArn'],
  replaces: [],
  async create(properties, io) {
    if (properties['CloudWatchRoleArn'] !== undefined) await setRole(io, properties)
    const id = io.generatedName(128)
    return { physicalId: id, attributes: { Id: id } }
  },
  async update(properties, was, io) {
    await setRole(io, properties)
    return kept(was)
  },
  delete: async () => undefined,
}

const setRole = (io: Io, properties: ValueMap) => io.call(SERVICE, 'UpdateAccount', { PatchOperations: [replaced('/cloudwatchRoleArn', properties['CloudWatchRoleArn'])] })
