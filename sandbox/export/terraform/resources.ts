import { isMap, TemplateError, type LoadedTemplate, type TemplateResource, type Value, type ValueMap } from '../../template/index.ts'
import { Expression, write, type Block, type Hcl } from './hcl.ts'
import { httpApi } from './http-api.ts'
import { snake, TYPES, type TypeMap } from './types.ts'
import type { Values } from './values.ts'

/** All blocks that a resource of the template becomes. Throws `TemplateError` for a property without words. */
export function blocksOf(resource: TemplateResource, values: Values, loaded: LoadedTemplate): Block[] {
  const { logicalId, type, properties } = resource
  const name = snake(logicalId)
  if (type === 'AWS::ApiGatewayV2::Api') return httpApi(resource, values)
  const map = TYPES[type] ?? unknown(logicalId, type)
  refuse(resource, map)
  const main: Block = {
    type: 'resource',
    labels: [map.type, name],
    attributes: { ...attributesOf(properties, map, values), ...codeOf(resource), depends_on: dependenciesOf(resource, loaded) },
    blocks: [...nestedOf(properties, map, values), ...filters(properties, values)],
  }
  return [main, ...rolePolicies(resource, values), ...versioning(resource, values)]
}

function unknown(logicalId: string, type: string): never {
  throw new TemplateError(`${logicalId} (${type}) has no words in the Terraform export. It can write: ${Object.keys(TYPES).join(', ')}.`, `Resources.${logicalId}`)
}

function refuse({ logicalId, type, properties }: TemplateResource, map: TypeMap): void {
  const known = new Set([...Object.keys(map.attributes), ...Object.keys(map.json ?? {}), ...Object.keys(map.blocks ?? {}), ...(map.special ?? []), ...(map.tags ? [map.tags] : [])])
  const strange = Object.keys(properties).find((property) => !known.has(property))
  if (strange !== undefined) throw new TemplateError(`Property ${strange} of ${logicalId} (${type}) has no words in the Terraform export. Leave it out, and add it to what is exported.`, `Resources.${logicalId}.Properties.${strange}`)
}

function attributesOf(properties: ValueMap, map: TypeMap, values: Values): Record<string, Hcl> {
  const plain = Object.entries(map.attributes).flatMap(([property, attribute]) => (properties[property] === undefined ? [] : [[attribute, values.of(properties[property])] as const]))
  const json = Object.entries(map.json ?? {}).flatMap(([property, attribute]) => (properties[property] === undefined ? [] : [[attribute, encoded(values.of(properties[property]))] as const]))
  const tags = map.tags === undefined ? undefined : properties[map.tags]
  const ofTags = Array.isArray(tags) ? { tags: Object.fromEntries(tags.filter(isMap).map(({ Key, Value }) => [String(Key), values.of(Value ?? '')])) } : {}
  return { ...Object.fromEntries([...plain, ...json]), ...ofTags }
}

const encoded = (value: Hcl) => new Expression(`jsonencode(${write(value)})`)

function nestedOf(properties: ValueMap, map: TypeMap, values: Values): Block[] {
  return Object.entries(map.blocks ?? {}).flatMap(([property, [block, members]]) => {
    const value = properties[property]
    if (!isMap(value)) return []
    const attributes = Object.entries(value).map(([member, item]) => [members[member] ?? snake(member), values.of(item)] as const)
    return [{ type: block, labels: [], attributes: Object.fromEntries(attributes) }]
  })
}

function filters({ FilterCriteria: criteria }: ValueMap, values: Values): Block[] {
  if (!isMap(criteria) || !Array.isArray(criteria['Filters'])) return []
  const each = criteria['Filters'].filter(isMap).map(({ Pattern }) => ({ type: 'filter', labels: [], attributes: { pattern: values.of(Pattern ?? '') } }))
  return [{ type: 'filter_criteria', labels: [], attributes: {}, blocks: each }]
}

/** The package lies beside the configuration; its digest tells Terraform when it is another one. */
function codeOf({ type, properties, logicalId }: TemplateResource): Record<string, Hcl> {
  const code = properties['Code']
  if (type !== 'AWS::Lambda::Function') return {}
  if (typeof code !== 'string') throw new TemplateError(`The code of ${logicalId} is not in a local folder, and the Terraform export takes no other.`, `Resources.${logicalId}`)
  const file = `"\${path.module}/${code}"`
  return { filename: new Expression(file), source_code_hash: new Expression(`filebase64sha256(${file})`) }
}

function rolePolicies({ logicalId, properties }: TemplateResource, values: Values): Block[] {
  const { Policies: inline, ManagedPolicyArns: managed } = properties
  const role = () => new Expression(`${values.address(logicalId)}.name`)
  const own = (Array.isArray(inline) ? inline : []).filter(isMap).map(({ PolicyName, PolicyDocument }, i): Block => ({
    type: 'resource', labels: ['aws_iam_role_policy', policyName(logicalId, i)],
    attributes: { name: values.of(PolicyName ?? ''), role: role(), policy: encoded(values.of(PolicyDocument ?? {})) },
  }))
  const attached = (Array.isArray(managed) ? managed : []).map((arn, i): Block => ({
    type: 'resource', labels: ['aws_iam_role_policy_attachment', policyName(logicalId, i)], attributes: { role: role(), policy_arn: values.of(arn) },
  }))
  return [...own, ...attached]
}

const policyName = (logicalId: string, index: number) => `${snake(logicalId)}${index === 0 ? '' : `_${index + 1}`}`

function versioning({ logicalId, properties }: TemplateResource, values: Values): Block[] {
  const { VersioningConfiguration: configuration } = properties
  if (!isMap(configuration)) return []
  const block: Block = { type: 'versioning_configuration', labels: [], attributes: { status: values.of(configuration['Status'] ?? 'Enabled') } }
  return [{ type: 'resource', labels: ['aws_s3_bucket_versioning', snake(logicalId)], attributes: { bucket: new Expression(`${values.address(logicalId)}.id`) }, blocks: [block] }]
}

/**
 * A role's policies are resources of their own here, and not there with the role: what runs in its name, or reads a
 * stream for a function, has to wait for them.
 */
function dependenciesOf({ type, dependsOn }: TemplateResource, loaded: LoadedTemplate): Hcl | undefined {
  if (type !== 'AWS::Lambda::Function') return undefined
  const roles = loaded.resources.filter(({ logicalId, type: of }) => of === 'AWS::IAM::Role' && dependsOn.includes(logicalId))
  const count = (value: Value | undefined) => (Array.isArray(value) ? value.length : 0)
  const addresses = roles.flatMap(({ logicalId, properties }) => [
    ...Array.from({ length: count(properties['Policies']) }, (_, i) => `aws_iam_role_policy.${policyName(logicalId, i)}`),
    ...Array.from({ length: count(properties['ManagedPolicyArns']) }, (_, i) => `aws_iam_role_policy_attachment.${policyName(logicalId, i)}`),
  ])
  return addresses.length === 0 ? undefined : addresses.map((address) => new Expression(address))
}
