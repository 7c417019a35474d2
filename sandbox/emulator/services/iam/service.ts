import type { Service } from '../../kernel/service.ts'
import { query } from '../../protocols/query.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { AddClientIDToOpenIDConnectProvider } from './operations/add-client-id-to-open-id-connect-provider.ts'
import { AddRoleToInstanceProfile } from './operations/add-role-to-instance-profile.ts'
import { AddUserToGroup } from './operations/add-user-to-group.ts'
import { AttachGroupPolicy } from './operations/attach-group-policy.ts'
import { AttachRolePolicy } from './operations/attach-role-policy.ts'
import { AttachUserPolicy } from './operations/attach-user-policy.ts'
import { ChangePassword } from './operations/change-password.ts'
import { CreateAccessKey } from './operations/create-access-key.ts'
import { CreateAccountAlias } from './operations/create-account-alias.ts'
import { CreateGroup } from './operations/create-group.ts'
import { CreateInstanceProfile } from './operations/create-instance-profile.ts'
import { CreateLoginProfile } from './operations/create-login-profile.ts'
import { CreateOpenIDConnectProvider } from './operations/create-open-id-connect-provider.ts'
import { CreatePolicy } from './operations/create-policy.ts'
import { CreatePolicyVersion } from './operations/create-policy-version.ts'
import { CreateRole } from './operations/create-role.ts'
import { CreateSAMLProvider } from './operations/create-saml-provider.ts'
import { CreateServiceLinkedRole } from './operations/create-service-linked-role.ts'
import { CreateServiceSpecificCredential } from './operations/create-service-specific-credential.ts'
import { CreateUser } from './operations/create-user.ts'
import { CreateVirtualMFADevice } from './operations/create-virtual-mfa-device.ts'
import { DeactivateMFADevice } from './operations/deactivate-mfa-device.ts'
import { DeleteAccessKey } from './operations/delete-access-key.ts'
import { DeleteAccountAlias } from './operations/delete-account-alias.ts'
import { DeleteAccountPasswordPolicy } from './operations/delete-account-password-policy.ts'
import { DeleteGroup } from './operations/delete-group.ts'
import { DeleteGroupPolicy } from './operations/delete-group-policy.ts'
import { DeleteInstanceProfile } from './operations/delete-instance-profile.ts'
import { DeleteLoginProfile } from './operations/delete-login-profile.ts'
import { DeleteOpenIDConnectProvider } from './operations/delete-open-id-connect-provider.ts'
import { DeletePolicy } from './operations/delete-policy.ts'
import { DeletePolicyVersion } from './operations/delete-policy-version.ts'
import { DeleteRole } from './operations/delete-role.ts'
import { DeleteRolePermissionsBoundary } from './operations/delete-role-permissions-boundary.ts'
import { DeleteRolePolicy } from './operations/delete-role-policy.ts'
import { DeleteSAMLProvider } from './operations/delete-saml-provider.ts'
import { DeleteSSHPublicKey } from './operations/delete-ssh-public-key.ts'
import { DeleteServerCertificate } from './operations/delete-server-certificate.ts'
import { DeleteServiceLinkedRole } from './operations/delete-service-linked-role.ts'
import { DeleteServiceSpecificCredential } from './operations/delete-service-specific-credential.ts'
import { DeleteSigningCertificate } from './operations/delete-signing-certificate.ts'
import { DeleteUser } from './operations/delete-user.ts'
import { DeleteUserPermissionsBoundary } from './operations/delete-user-permissions-boundary.ts'
import { DeleteUserPolicy } from './operations/delete-user-policy.ts'
import { DeleteVirtualMFADevice } from './operations/delete-virtual-mfa-device.ts'
import { DetachGroupPolicy } from './operations/detach-group-policy.ts'
import { DetachRolePolicy } from './operations/detach-role-policy.ts'
import { DetachUserPolicy } from './operations/detach-user-policy.ts'
import { EnableMFADevice } from './operations/enable-mfa-device.ts'
import { GenerateCredentialReport } from './operations/generate-credential-report.ts'
import { GenerateServiceLastAccessedDetails } from './operations/generate-service-last-accessed-details.ts'
import { GetAccessKeyLastUsed } from './operations/get-access-key-last-used.ts'
import { GetAccountAuthorizationDetails } from './operations/get-account-authorization-details.ts'
import { GetAccountPasswordPolicy } from './operations/get-account-password-policy.ts'
import { GetAccountSummary } from './operations/get-account-summary.ts'
import { GetContextKeysForCustomPolicy } from './operations/get-context-keys-for-custom-policy.ts'
import { GetContextKeysForPrincipalPolicy } from './operations/get-context-keys-for-principal-policy.ts'
import { GetCredentialReport } from './operations/get-credential-report.ts'
import { GetGroup } from './operations/get-group.ts'
import { GetGroupPolicy } from './operations/get-group-policy.ts'
import { GetInstanceProfile } from './operations/get-instance-profile.ts'
import { GetLoginProfile } from './operations/get-login-profile.ts'
import { GetMFADevice } from './operations/get-mfa-device.ts'
import { GetOpenIDConnectProvider } from './operations/get-open-id-connect-provider.ts'
import { GetPolicy } from './operations/get-policy.ts'
import { GetPolicyVersion } from './operations/get-policy-version.ts'
import { GetRole } from './operations/get-role.ts'
import { GetRolePolicy } from './operations/get-role-policy.ts'
import { GetSAMLProvider } from './operations/get-saml-provider.ts'
import { GetSSHPublicKey } from './operations/get-ssh-public-key.ts'
import { GetServerCertificate } from './operations/get-server-certificate.ts'
import { GetServiceLastAccessedDetails } from './operations/get-service-last-accessed-details.ts'
import { GetServiceLinkedRoleDeletionStatus } from './operations/get-service-linked-role-deletion-status.ts'
import { GetUser } from './operations/get-user.ts'
import { GetUserPolicy } from './operations/get-user-policy.ts'
import { ListAccessKeys } from './operations/list-access-keys.ts'
import { ListAccountAliases } from './operations/list-account-aliases.ts'
import { ListAttachedGroupPolicies } from './operations/list-attached-group-policies.ts'
import { ListAttachedRolePolicies } from './operations/list-attached-role-policies.ts'
import { ListAttachedUserPolicies } from './operations/list-attached-user-policies.ts'
import { ListEntitiesForPolicy } from './operations/list-entities-for-policy.ts'
import { ListGroupPolicies } from './operations/list-group-policies.ts'
import { ListGroups } from './operations/list-groups.ts'
import { ListGroupsForUser } from './operations/list-groups-for-user.ts'
import { ListInstanceProfileTags } from './operations/list-instance-profile-tags.ts'
import { ListInstanceProfiles } from './operations/list-instance-profiles.ts'
import { ListInstanceProfilesForRole } from './operations/list-instance-profiles-for-role.ts'
import { ListMFADeviceTags } from './operations/list-mfa-device-tags.ts'
import { ListMFADevices } from './operations/list-mfa-devices.ts'
import { ListOpenIDConnectProviderTags } from './operations/list-open-id-connect-provider-tags.ts'
import { ListOpenIDConnectProviders } from './operations/list-open-id-connect-providers.ts'
import { ListPolicies } from './operations/list-policies.ts'
import { ListPolicyTags } from './operations/list-policy-tags.ts'
import { ListPolicyVersions } from './operations/list-policy-versions.ts'
import { ListRolePolicies } from './operations/list-role-policies.ts'
import { ListRoleTags } from './operations/list-role-tags.ts'
import { ListRoles } from './operations/list-roles.ts'
import { ListSAMLProviderTags } from './operations/list-saml-provider-tags.ts'
import { ListSAMLProviders } from './operations/list-saml-providers.ts'
import { ListSSHPublicKeys } from './operations/list-ssh-public-keys.ts'
import { ListServerCertificateTags } from './operations/list-server-certificate-tags.ts'
import { ListServerCertificates } from './operations/list-server-certificates.ts'
import { ListServiceSpecificCredentials } from './operations/list-service-specific-credentials.ts'
import { ListSigningCertificates } from './operations/list-signing-certificates.ts'
import { ListUserPolicies } from './operations/list-user-policies.ts'
import { ListUserTags } from './operations/list-user-tags.ts'
import { ListUsers } from './operations/list-users.ts'
import { ListVirtualMFADevices } from './operations/list-virtual-mfa-devices.ts'
import { PutGroupPolicy } from './operations/put-group-policy.ts'
import { PutRolePermissionsBoundary } from './operations/put-role-permissions-boundary.ts'
import { PutRolePolicy } from './operations/put-role-policy.ts'
import { PutUserPermissionsBoundary } from './operations/put-user-permissions-boundary.ts'
import { PutUserPolicy } from './operations/put-user-policy.ts'
import { RemoveClientIDFromOpenIDConnectProvider } from './operations/remove-client-id-from-open-id-connect-provider.ts'
import { RemoveRoleFromInstanceProfile } from './operations/remove-role-from-instance-profile.ts'
import { RemoveUserFromGroup } from './operations/remove-user-from-group.ts'
import { ResetServiceSpecificCredential } from './operations/reset-service-specific-credential.ts'
import { ResyncMFADevice } from './operations/resync-mfa-device.ts'
import { SetDefaultPolicyVersion } from './operations/set-default-policy-version.ts'
import { SetSecurityTokenServicePreferences } from './operations/set-security-token-service-preferences.ts'
import { SimulateCustomPolicy } from './operations/simulate-custom-policy.ts'
import { SimulatePrincipalPolicy } from './operations/simulate-principal-policy.ts'
import { TagInstanceProfile } from './operations/tag-instance-profile.ts'
import { TagMFADevice } from './operations/tag-mfa-device.ts'
import { TagOpenIDConnectProvider } from './operations/tag-open-id-connect-provider.ts'
import { TagPolicy } from './operations/tag-policy.ts'
import { TagRole } from './operations/tag-role.ts'
import { TagSAMLProvider } from './operations/tag-saml-provider.ts'
import { TagServerCertificate } from './operations/tag-server-certificate.ts'
import { TagUser } from './operations/tag-user.ts'
import { UntagInstanceProfile } from './operations/untag-instance-profile.ts'
import { UntagMFADevice } from './operations/untag-mfa-device.ts'
import { UntagOpenIDConnectProvider } from './operations/untag-open-id-connect-provider.ts'
import { UntagPolicy } from './operations/untag-policy.ts'
import { UntagRole } from './operations/untag-role.ts'
import { UntagSAMLProvider } from './operations/untag-saml-provider.ts'
import { UntagServerCertificate } from './operations/untag-server-certificate.ts'
import { UntagUser } from './operations/untag-user.ts'
import { UpdateAccessKey } from './operations/update-access-key.ts'
import { UpdateAccountPasswordPolicy } from './operations/update-account-password-policy.ts'
import { UpdateAssumeRolePolicy } from './operations/update-assume-role-policy.ts'
import { UpdateGroup } from './operations/update-group.ts'
import { UpdateLoginProfile } from './operations/update-login-profile.ts'
import { UpdateOpenIDConnectProviderThumbprint } from './operations/update-open-id-connect-provider-thumbprint.ts'
import { UpdateRole } from './operations/update-role.ts'
import { UpdateRoleDescription } from './operations/update-role-description.ts'
import { UpdateSAMLProvider } from './operations/update-saml-provider.ts'
import { UpdateSSHPublicKey } from './operations/update-ssh-public-key.ts'
import { UpdateServerCertificate } from './operations/update-server-certificate.ts'
import { UpdateServiceSpecificCredential } from './operations/update-service-specific-credential.ts'
import { UpdateSigningCertificate } from './operations/update-signing-certificate.ts'
import { UpdateUser } from './operations/update-user.ts'
import { UploadSSHPublicKey } from './operations/upload-ssh-public-key.ts'
import { UploadServerCertificate } from './operations/upload-server-certificate.ts'
import { UploadSigningCertificate } from './operations/upload-signing-certificate.ts'
import { control } from './control.ts'
import { conditionKeys, resourcePolicies } from './resource-policies.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-iam/dist-es/schemas/schemas_0.js'))

export const service: Service = {
  name: 'iam',
  protocol: query(sdk, { xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/' }),
  validationCode: 'ValidationError',
  resourcePolicies,
  conditionKeys,
  control,
  operations: {
    AddClientIDToOpenIDConnectProvider,
    AddRoleToInstanceProfile,
    AddUserToGroup,
    AttachGroupPolicy,
    AttachRolePolicy,
    AttachUserPolicy,
    ChangePassword,
    CreateAccessKey,
    CreateAccountAlias,
    CreateGroup,
    CreateInstanceProfile,
    CreateLoginProfile,
    CreateOpenIDConnectProvider,
    CreatePolicy,
    CreatePolicyVersion,
    CreateRole,
    CreateSAMLProvider,
    CreateServiceLinkedRole,
    CreateServiceSpecificCredential,
    CreateUser,
    CreateVirtualMFADevice,
    DeactivateMFADevice,
    DeleteAccessKey,
    DeleteAccountAlias,
    DeleteAccountPasswordPolicy,
    DeleteGroup,
    DeleteGroupPolicy,
    DeleteInstanceProfile,
    DeleteLoginProfile,
    DeleteOpenIDConnectProvider,
    DeletePolicy,
    DeletePolicyVersion,
    DeleteRole,
    DeleteRolePermissionsBoundary,
    DeleteRolePolicy,
    DeleteSAMLProvider,
    DeleteSSHPublicKey,
    DeleteServerCertificate,
    DeleteServiceLinkedRole,
    DeleteServiceSpecificCredential,
    DeleteSigningCertificate,
    DeleteUser,
    DeleteUserPermissionsBoundary,
    DeleteUserPolicy,
    DeleteVirtualMFADevice,
    DetachGroupPolicy,
    DetachRolePolicy,
    DetachUserPolicy,
    EnableMFADevice,
    GenerateCredentialReport,
    GenerateServiceLastAccessedDetails,
    GetAccessKeyLastUsed,
    GetAccountAuthorizationDetails,
    GetAccountPasswordPolicy,
    GetAccountSummary,
    GetContextKeysForCustomPolicy,
    GetContextKeysForPrincipalPolicy,
    GetCredentialReport,
    GetGroup,
    GetGroupPolicy,
    GetInstanceProfile,
    GetLoginProfile,
    GetMFADevice,
    GetOpenIDConnectProvider,
    GetPolicy,
    GetPolicyVersion,
    GetRole,
    GetRolePolicy,
    GetSAMLProvider,
    GetSSHPublicKey,
    GetServerCertificate,
    GetServiceLastAccessedDetails,
    GetServiceLinkedRoleDeletionStatus,
    GetUser,
    GetUserPolicy,
    ListAccessKeys,
    ListAccountAliases,
    ListAttachedGroupPolicies,
    ListAttachedRolePolicies,
    ListAttachedUserPolicies,
    ListEntitiesForPolicy,
    ListGroupPolicies,
    ListGroups,
    ListGroupsForUser,
    ListInstanceProfileTags,
    ListInstanceProfiles,
    ListInstanceProfilesForRole,
    ListMFADeviceTags,
    ListMFADevices,
    ListOpenIDConnectProviderTags,
    ListOpenIDConnectProviders,
    ListPolicies,
    ListPolicyTags,
    ListPolicyVersions,
    ListRolePolicies,
    ListRoleTags,
    ListRoles,
    ListSAMLProviderTags,
    ListSAMLProviders,
    ListSSHPublicKeys,
    ListServerCertificateTags,
    ListServerCertificates,
    ListServiceSpecificCredentials,
    ListSigningCertificates,
    ListUserPolicies,
    ListUserTags,
    ListUsers,
    ListVirtualMFADevices,
    PutGroupPolicy,
    PutRolePermissionsBoundary,
    PutRolePolicy,
    PutUserPermissionsBoundary,
    PutUserPolicy,
    RemoveClientIDFromOpenIDConnectProvider,
    RemoveRoleFromInstanceProfile,
    RemoveUserFromGroup,
    ResetServiceSpecificCredential,
    ResyncMFADevice,
    SetDefaultPolicyVersion,
    SetSecurityTokenServicePreferences,
    SimulateCustomPolicy,
    SimulatePrincipalPolicy,
    TagInstanceProfile,
    TagMFADevice,
    TagOpenIDConnectProvider,
    TagPolicy,
    TagRole,
    TagSAMLProvider,
    TagServerCertificate,
    TagUser,
    UntagInstanceProfile,
    UntagMFADevice,
    UntagOpenIDConnectProvider,
    UntagPolicy,
    UntagRole,
    UntagSAMLProvider,
    UntagServerCertificate,
    UntagUser,
    UpdateAccessKey,
    UpdateAccountPasswordPolicy,
    UpdateAssumeRolePolicy,
    UpdateGroup,
    UpdateLoginProfile,
    UpdateOpenIDConnectProviderThumbprint,
    UpdateRole,
    UpdateRoleDescription,
    UpdateSAMLProvider,
    UpdateSSHPublicKey,
    UpdateServerCertificate,
    UpdateServiceSpecificCredential,
    UpdateSigningCertificate,
    UpdateUser,
    UploadSSHPublicKey,
    UploadServerCertificate,
    UploadSigningCertificate,
  },
}
