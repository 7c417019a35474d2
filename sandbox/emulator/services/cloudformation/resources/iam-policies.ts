import type { ListPolicyVersionsCommandOutput } from '@aws-sdk/client-iam'
import type { Value, ValueMap } from '../../../../template/index.ts'
import type { Kind } from './iam-attachments.ts'
import { ifThere, listOf, textOf, type Io, type Provider } from './provider.ts'

const HOLDERS: readonly (readonly [property: string, kind: Kind])[] = [['Roles', 'Role'], ['Users', 'User'], ['Groups', 'Group']]

/** All identities that a policy's properties name. */
function holdersOf(properties: ValueMap): { kind: Kind; name: Value }[] {
  return HOLDERS.flatMap(([property, kind]) => listOf(properties[property]).map((name) => ({ kind, name })))
}

const without = (all: ReturnType<typeof holdersOf>, others: ReturnType<typeof holdersOf>) =>
  all.filter(({ kind, name }) => !others.some((other) => other.kind === kind && other.name === name))

async function put(io: Io, properties: ValueMap): Promise<void> {
  const { PolicyName, PolicyDocument } = properties
  for (const { kind, name } of holdersOf(properties)) await io.call('iam', `Put${kind}Policy`, { [`${kind}Name`]: name, PolicyName, PolicyDocument })
}

async function take(io: Io, PolicyName: Value | undefined, from: ReturnType<typeof holdersOf>): Promise<void> {
  for (const { kind, name } of from) await ifThere(() => io.call('iam', `Delete${kind}Policy`, { [`${kind}Name`]: name, PolicyName }))
}

/** The same inline policy in each of the identities that it names. */
export const policy: Provider = {
  type: 'AWS::IAM::Policy',
  properties: ['Groups', 'PolicyDocument', 'PolicyName', 'Roles', 'Users'],
  required: ['PolicyDocument', 'PolicyName'],
  replaces: [],
  async create(properties, io) {
    await put(io, properties)
    return { physicalId: io.generatedName(128) }
  },
  async update(properties, was, io) {
    const isRenamed = was.properties['PolicyName'] !== properties['PolicyName']
    await put(io, properties)
    const old = holdersOf(was.properties)
    await take(io, was.properties['PolicyName'], isRenamed ? old : without(old, holdersOf(properties)))
    return { physicalId: was.physicalId }
  },
  async delete(was, io) {
    await take(io, was.properties['PolicyName'], holdersOf(was.properties))
  },
}

export const managedPolicy: Provider = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: ['Description', 'Groups', 'ManagedPolicyName', 'Path', 'PolicyDocument', 'Roles', 'Users'],
  required: ['PolicyDocument'],
  replaces: ['Description', 'ManagedPolicyName', 'Path'],
  async create(properties, io) {
    const PolicyName = textOf(properties, 'ManagedPolicyName') || io.generatedName(128)
    const { Policy } = await io.call<{ Policy: { Arn: string; PolicyId: string } }>('iam', 'CreatePolicy', { ...properties, PolicyName })
    io.initiated(Policy.Arn)
    await attach(io, Policy.Arn, {}, properties)
    return { physicalId: Policy.Arn, attributes: { PolicyArn: Policy.Arn, PolicyId: Policy.PolicyId } }
  },
  async update(properties, was, io, changed) {
    const PolicyArn = was.physicalId
    if (changed.includes('PolicyDocument')) await newVersion(io, PolicyArn, properties['PolicyDocument']!)
    await attach(io, PolicyArn, was.properties, properties)
    return { physicalId: PolicyArn, attributes: was.attributes }
  },
  async delete(was, io) {
    const PolicyArn = was.physicalId
    await attach(io, PolicyArn, was.properties, {})
    for (const VersionId of await olderVersions(io, PolicyArn)) await io.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId })
    await io.call('iam', 'DeletePolicy', { PolicyArn })
  },
}

async function attach(io: Io, PolicyArn: string, before: ValueMap, after: ValueMap): Promise<void> {
  const [old, wanted] = [holdersOf(before), holdersOf(after)]
  for (const { kind, name } of without(old, wanted)) await ifThere(() => io.call('iam', `Detach${kind}Policy`, { [`${kind}Name`]: name, PolicyArn }))
  for (const { kind, name } of without(wanted, old)) await io.call('iam', `Attach${kind}Policy`, { [`${kind}Name`]: name, PolicyArn })
}

/** Those that are not in force, the oldest last. */
async function olderVersions(io: Io, PolicyArn: string): Promise<string[]> {
  const { Versions = [] } = await io.call<ListPolicyVersionsCommandOutput>('iam', 'ListPolicyVersions', { PolicyArn })
  return Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion).map(({ VersionId }) => VersionId!)
}

/** A policy has five versions at most, so the oldest goes. */
async function newVersion(io: Io, PolicyArn: string, PolicyDocument: Value): Promise<void> {
  const older = await olderVersions(io, PolicyArn)
  if (older.length >= 4) await io.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: older.at(-1) })
  await io.call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true })
}
