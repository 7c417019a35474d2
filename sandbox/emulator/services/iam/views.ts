import type * as sdk from '@aws-sdk/client-iam'
import type { ManagedPolicy, PolicyVersion, Usage } from './policies.ts'
import type { Group, Identity, Role, User } from './state.ts'

/** Policy documents travel percent-encoded (RFC 3986) in IAM's answers. */
export const encodeDocument = (document: string) =>
  encodeURIComponent(document).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)

/** A role as ListRoles shows it: IAM's lists leave out tags, the boundary and the last use. */
export function roleSummary(role: Role): sdk.Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: encodeDocument(role.trustPolicy),
    ...(role.description === undefined ? {} : { Description: role.description }),
    MaxSessionDuration: role.maxSession_s,
  }
}

/** A role as CreateRole shows it. */
export const roleView = (role: Role): sdk.Role => ({ ...roleSummary(role), ...extras(role) })

export function userSummary(user: User): sdk.User {
  return { Path: user.path, UserName: user.name, UserId: user.id, Arn: user.arn, CreateDate: new Date(user.createdAt) }
}

export const userView = (user: User): sdk.User => ({ ...userSummary(user), ...extras(user) })

export function groupView({ path, name, id, arn, createdAt }: Group): sdk.Group {
  return { Path: path, GroupName: name, GroupId: id, Arn: arn, CreateDate: new Date(createdAt) }
}

/** AWS sends `Policy` for the type, though its model says `PermissionsBoundaryPolicy`. */
const BOUNDARY_TYPE = 'Policy' as sdk.PermissionsBoundaryAttachmentType

export function extras({ boundary, tags }: Identity): Pick<sdk.Role, 'PermissionsBoundary' | 'Tags'> {
  return {
    ...(boundary === undefined
      ? {}
      : { PermissionsBoundary: { PermissionsBoundaryType: BOUNDARY_TYPE, PermissionsBoundaryArn: boundary } }),
    ...(tags.length === 0 ? {} : { Tags: [...tags] }),
  }
}

/** A managed policy without description and tags, as ListPolicies shows it. */
export function policySummary(policy: ManagedPolicy, { attached, bounding }: Usage): sdk.Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attached.get(policy.arn) ?? 0,
    PermissionsBoundaryUsageCount: bounding.get(policy.arn) ?? 0,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
  }
}

export function versionSummary(policy: ManagedPolicy, version: PolicyVersion): sdk.PolicyVersion {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersion,
    CreateDate: new Date(version.createdAt),
  }
}
