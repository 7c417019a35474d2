import type { Service } from '../../kernel/service.ts'
import { query } from '../../protocols/query.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { AttachRolePolicy } from './operations/attach-role-policy.ts'
import { AttachUserPolicy } from './operations/attach-user-policy.ts'
import { CreateAccessKey } from './operations/create-access-key.ts'
import { CreatePolicy } from './operations/create-policy.ts'
import { CreatePolicyVersion } from './operations/create-policy-version.ts'
import { CreateRole } from './operations/create-role.ts'
import { CreateUser } from './operations/create-user.ts'
import { DeleteAccessKey } from './operations/delete-access-key.ts'
import { DeletePolicy } from './operations/delete-policy.ts'
import { DeletePolicyVersion } from './operations/delete-policy-version.ts'
import { DeleteRole } from './operations/delete-role.ts'
import { DeleteRolePolicy } from './operations/delete-role-policy.ts'
import { DeleteUser } from './operations/delete-user.ts'
import { DeleteUserPolicy } from './operations/delete-user-policy.ts'
import { DetachRolePolicy } from './operations/detach-role-policy.ts'
import { DetachUserPolicy } from './operations/detach-user-policy.ts'
import { GetPolicy } from './operations/get-policy.ts'
import { GetPolicyVersion } from './operations/get-policy-version.ts'
import { GetRole } from './operations/get-role.ts'
import { GetRolePolicy } from './operations/get-role-policy.ts'
import { GetUser } from './operations/get-user.ts'
import { GetUserPolicy } from './operations/get-user-policy.ts'
import { ListAccessKeys } from './operations/list-access-keys.ts'
import { ListAccountAliases } from './operations/list-account-aliases.ts'
import { ListAttachedRolePolicies } from './operations/list-attached-role-policies.ts'
import { ListAttachedUserPolicies } from './operations/list-attached-user-policies.ts'
import { ListInstanceProfilesForRole } from './operations/list-instance-profiles-for-role.ts'
import { ListPolicies } from './operations/list-policies.ts'
import { ListPolicyVersions } from './operations/list-policy-versions.ts'
import { ListRolePolicies } from './operations/list-role-policies.ts'
import { ListRoleTags } from './operations/list-role-tags.ts'
import { ListRoles } from './operations/list-roles.ts'
import { ListUserPolicies } from './operations/list-user-policies.ts'
import { ListUserTags } from './operations/list-user-tags.ts'
import { ListUsers } from './operations/list-users.ts'
import { PutRolePolicy } from './operations/put-role-policy.ts'
import { PutUserPolicy } from './operations/put-user-policy.ts'
import { SetDefaultPolicyVersion } from './operations/set-default-policy-version.ts'
import { SimulateCustomPolicy } from './operations/simulate-custom-policy.ts'
import { SimulatePrincipalPolicy } from './operations/simulate-principal-policy.ts'
import { TagRole } from './operations/tag-role.ts'
import { TagUser } from './operations/tag-user.ts'
import { UntagRole } from './operations/untag-role.ts'
import { UntagUser } from './operations/untag-user.ts'
import { UpdateAccessKey } from './operations/update-access-key.ts'
import { UpdateAssumeRolePolicy } from './operations/update-assume-role-policy.ts'
import { UpdateRole } from './operations/update-role.ts'
import { UpdateRoleDescription } from './operations/update-role-description.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-iam/dist-es/schemas/schemas_0.js'))

export const service: Service = {
  name: 'iam',
  protocol: query(sdk, { xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/' }),
  validationCode: 'ValidationError',
  operations: {
    AttachRolePolicy,
    AttachUserPolicy,
    CreateAccessKey,
    CreatePolicy,
    CreatePolicyVersion,
    CreateRole,
    CreateUser,
    DeleteAccessKey,
    DeletePolicy,
    DeletePolicyVersion,
    DeleteRole,
    DeleteRolePolicy,
    DeleteUser,
    DeleteUserPolicy,
    DetachRolePolicy,
    DetachUserPolicy,
    GetPolicy,
    GetPolicyVersion,
    GetRole,
    GetRolePolicy,
    GetUser,
    GetUserPolicy,
    ListAccessKeys,
    ListAccountAliases,
    ListAttachedRolePolicies,
    ListAttachedUserPolicies,
    ListInstanceProfilesForRole,
    ListPolicies,
    ListPolicyVersions,
    ListRolePolicies,
    ListRoleTags,
    ListRoles,
    ListUserPolicies,
    ListUserTags,
    ListUsers,
    PutRolePolicy,
    PutUserPolicy,
    SetDefaultPolicyVersion,
    SimulateCustomPolicy,
    SimulatePrincipalPolicy,
    TagRole,
    TagUser,
    UntagRole,
    UntagUser,
    UpdateAccessKey,
    UpdateAssumeRolePolicy,
    UpdateRole,
    UpdateRoleDescription,
  },
}
