import type { ValueMap } from '../../../../template/index.ts'
import { attach, detachAll } from './iam-attachments.ts'
import { ifThere, kept, listOf, omit, pick, textOf, type Io, type Provider } from './provider.ts'
import { retag } from './tags.ts'

interface RoleAnswer {
  readonly Role: { readonly Arn: string; readonly RoleId: string }
}

export const role: Provider = {
  type: 'AWS::IAM::Role',
  properties: ['AssumeRolePolicyDocument', 'Description', 'ManagedPolicyArns', 'MaxSessionDuration', 'Path', 'PermissionsBoundary', 'Policies', 'RoleName', 'Tags'],
  required: ['AssumeRolePolicyDocument'],
  replaces: ['RoleName', 'Path'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const RoleName = textOf(properties, 'RoleName') || io.generatedName(64)
    const { Role } = await io.call<RoleAnswer>('iam', 'CreateRole', { ...properties, RoleName })
    io.initiated(RoleName)
    await attach(io, 'Role', RoleName, {}, properties)
    return { physicalId: RoleName, attributes: { Arn: Role.Arn, RoleId: Role.RoleId } }
  },
  async update(properties, was, io, changed) {
    const RoleName = was.physicalId
    if (changed.includes('AssumeRolePolicyDocument')) await io.call('iam', 'UpdateAssumeRolePolicy', { RoleName, PolicyDocument: properties['AssumeRolePolicyDocument'] })
    if (changed.includes('Description') || changed.includes('MaxSessionDuration')) await io.call('iam', 'UpdateRole', { RoleName, Description: '', MaxSessionDuration: 3600, ...pick(properties, ['Description', 'MaxSessionDuration']) })
    if (changed.includes('PermissionsBoundary')) await boundary(io, 'Role', RoleName, properties)
    await attach(io, 'Role', RoleName, was.properties, properties)
    await retag(io, 'iam', { RoleName }, was, properties, { tag: 'TagRole', untag: 'UntagRole', isList: true })
    return { physicalId: RoleName, attributes: was.attributes }
  },
  async delete(was, io) {
    const RoleName = was.physicalId
    await detachAll(io, 'Role', RoleName)
    await io.call('iam', 'DeleteRole', { RoleName })
  },
}

async function boundary(io: Io, kind: 'Role' | 'User', name: string, { PermissionsBoundary }: ValueMap): Promise<void> {
  const identity = { [`${kind}Name`]: name }
  if (PermissionsBoundary === undefined) await io.call('iam', `Delete${kind}PermissionsBoundary`, identity)
  else await io.call('iam', `Put${kind}PermissionsBoundary`, { ...identity, PermissionsBoundary })
}

export const user: Provider = {
  type: 'AWS::IAM::User',
  properties: ['Groups', 'LoginProfile', 'ManagedPolicyArns', 'Path', 'PermissionsBoundary', 'Policies', 'Tags', 'UserName'],
  replaces: ['UserName'],
  tags: { property: 'Tags', form: 'list' },
  async create(properties, io) {
    const UserName = textOf(properties, 'UserName') || io.generatedName(64)
    const { User } = await io.call<{ User: { Arn: string } }>('iam', 'CreateUser', { ...properties, UserName })
    io.initiated(UserName)
    await attach(io, 'User', UserName, {}, properties)
    await join(io, UserName, {}, properties)
    if (properties['LoginProfile'] !== undefined) await io.call('iam', 'CreateLoginProfile', { UserName, ...(properties['LoginProfile'] as ValueMap) })
    return { physicalId: UserName, attributes: { Arn: User.Arn } }
  },
  async update(properties, was, io, changed) {
    const UserName = was.physicalId
    if (changed.includes('Path')) await io.call('iam', 'UpdateUser', { UserName, NewPath: properties['Path'] ?? '/' })
    if (changed.includes('PermissionsBoundary')) await boundary(io, 'User', UserName, properties)
    await attach(io, 'User', UserName, was.properties, properties)
    await retag(io, 'iam', { UserName }, was, properties, { tag: 'TagUser', untag: 'UntagUser', isList: true })
    await join(io, UserName, was.properties, properties)
    if (changed.includes('LoginProfile')) await login(io, UserName, was.properties, properties)
    return { physicalId: UserName, attributes: was.attributes }
  },
  async delete(was, io) {
    const UserName = was.physicalId
    await detachAll(io, 'User', UserName)
    await join(io, UserName, was.properties, {})
    await ifThere(() => io.call('iam', 'DeleteLoginProfile', { UserName }))
    await io.call('iam', 'DeleteUser', { UserName })
  },
}

async function login(io: Io, UserName: string, before: ValueMap, { LoginProfile }: ValueMap): Promise<void> {
  if (LoginProfile === undefined) return ifThere(() => io.call('iam', 'DeleteLoginProfile', { UserName }))
  await io.call('iam', before['LoginProfile'] === undefined ? 'CreateLoginProfile' : 'UpdateLoginProfile', { UserName, ...(LoginProfile as ValueMap) })
}

async function join(io: Io, UserName: string, before: ValueMap, after: ValueMap): Promise<void> {
  const [old, wanted] = [listOf(before['Groups']), listOf(after['Groups'])]
  for (const GroupName of old) if (!wanted.includes(GroupName)) await ifThere(() => io.call('iam', 'RemoveUserFromGroup', { UserName, GroupName }))
  for (const GroupName of wanted) if (!old.includes(GroupName)) await io.call('iam', 'AddUserToGroup', { UserName, GroupName })
}

export const group: Provider = {
  type: 'AWS::IAM::Group',
  properties: ['GroupName', 'ManagedPolicyArns', 'Path', 'Policies'],
  replaces: ['GroupName'],
  async create(properties, io) {
    const GroupName = textOf(properties, 'GroupName') || io.generatedName(128)
    const { Group } = await io.call<{ Group: { Arn: string } }>('iam', 'CreateGroup', { ...properties, GroupName })
    io.initiated(GroupName)
    await attach(io, 'Group', GroupName, {}, properties)
    return { physicalId: GroupName, attributes: { Arn: Group.Arn } }
  },
  async update(properties, was, io, changed) {
    const GroupName = was.physicalId
    if (changed.includes('Path')) await io.call('iam', 'UpdateGroup', { GroupName, NewPath: properties['Path'] ?? '/' })
    await attach(io, 'Group', GroupName, was.properties, properties)
    return { physicalId: GroupName, attributes: was.attributes }
  },
  async delete(was, io) {
    await detachAll(io, 'Group', was.physicalId)
    await io.call('iam', 'DeleteGroup', { GroupName: was.physicalId })
  },
}

export const userToGroup: Provider = {
  type: 'AWS::IAM::UserToGroupAddition',
  properties: ['GroupName', 'Users'],
  required: ['GroupName', 'Users'],
  replaces: ['GroupName'],
  async create(properties, io) {
    for (const UserName of listOf(properties['Users'])) await io.call('iam', 'AddUserToGroup', { UserName, GroupName: properties['GroupName'] })
    return { physicalId: io.generatedName(128) }
  },
  async update(properties, was, io) {
    const [old, wanted] = [listOf(was.properties['Users']), listOf(properties['Users'])]
    const { GroupName } = properties
    for (const UserName of old) if (!wanted.includes(UserName)) await ifThere(() => io.call('iam', 'RemoveUserFromGroup', { UserName, GroupName }))
    for (const UserName of wanted) if (!old.includes(UserName)) await io.call('iam', 'AddUserToGroup', { UserName, GroupName })
    return { physicalId: was.physicalId }
  },
  async delete(was, io) {
    const { GroupName, Users } = was.properties
    for (const UserName of listOf(Users)) await ifThere(() => io.call('iam', 'RemoveUserFromGroup', { UserName, GroupName }))
  },
}

export const accessKey: Provider = {
  type: 'AWS::IAM::AccessKey',
  properties: ['Serial', 'Status', 'UserName'],
  required: ['UserName'],
  replaces: ['Serial', 'UserName'],
  async create(properties, io) {
    const { AccessKey } = await io.call<{ AccessKey: { AccessKeyId: string; SecretAccessKey: string } }>('iam', 'CreateAccessKey', properties)
    const { AccessKeyId, SecretAccessKey } = AccessKey
    io.initiated(AccessKeyId)
    if (properties['Status'] === 'Inactive') await io.call('iam', 'UpdateAccessKey', { ...properties, AccessKeyId })
    return { physicalId: AccessKeyId, attributes: { SecretAccessKey } }
  },
  async update(properties, was, io) {
    await io.call('iam', 'UpdateAccessKey', { Status: 'Active', ...properties, AccessKeyId: was.physicalId })
    return kept(was)
  },
  async delete(was, io) {
    await io.call('iam', 'DeleteAccessKey', { ...pick(was.properties, ['UserName']), AccessKeyId: was.physicalId })
  },
}

export const instanceProfile: Provider = {
  type: 'AWS::IAM::InstanceProfile',
  properties: ['InstanceProfileName', 'Path', 'Roles'],
  required: ['Roles'],
  replaces: ['InstanceProfileName', 'Path'],
  async create(properties, io) {
    const InstanceProfileName = textOf(properties, 'InstanceProfileName') || io.generatedName(128)
    const { InstanceProfile } = await io.call<{ InstanceProfile: { Arn: string } }>('iam', 'CreateInstanceProfile', { ...omit(properties, ['Roles']), InstanceProfileName })
    io.initiated(InstanceProfileName)
    await hold(io, InstanceProfileName, {}, properties)
    return { physicalId: InstanceProfileName, attributes: { Arn: InstanceProfile.Arn } }
  },
  async update(properties, was, io) {
    await hold(io, was.physicalId, was.properties, properties)
    return kept(was)
  },
  async delete(was, io) {
    await hold(io, was.physicalId, was.properties, {})
    await io.call('iam', 'DeleteInstanceProfile', { InstanceProfileName: was.physicalId })
  },
}

async function hold(io: Io, InstanceProfileName: string, before: ValueMap, after: ValueMap): Promise<void> {
  const [old, wanted] = [listOf(before['Roles']), listOf(after['Roles'])]
  for (const RoleName of old) if (!wanted.includes(RoleName)) await ifThere(() => io.call('iam', 'RemoveRoleFromInstanceProfile', { InstanceProfileName, RoleName }))
  for (const RoleName of wanted) if (!old.includes(RoleName)) await io.call('iam', 'AddRoleToInstanceProfile', { InstanceProfileName, RoleName })
}
