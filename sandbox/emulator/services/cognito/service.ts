import type { Service } from '../../kernel/service.ts'
import { awsJson } from '../../protocols/aws-json.ts'
import { sdkSchemas } from '../../protocols/sdk-schemas.ts'
import { poolDocument } from './issuer/documents.ts'
import { hosted } from './issuer/hosted/serve.ts'
import { outbox } from './issuer/outbox.ts'
import { rotateOnRequest, signOnRequest } from './issuer/sign-on-request.ts'
import { forWebPages, preflight } from './issuer/web-pages.ts'
import { AddCustomAttributes } from './operations/add-custom-attributes.ts'
import { AdminAddUserToGroup } from './operations/admin-add-user-to-group.ts'
import { AdminConfirmSignUp } from './operations/admin-confirm-sign-up.ts'
import { AdminCreateUser } from './operations/admin-create-user.ts'
import { AdminDeleteUser } from './operations/admin-delete-user.ts'
import { AdminDeleteUserAttributes } from './operations/admin-delete-user-attributes.ts'
import { AdminDisableUser } from './operations/admin-disable-user.ts'
import { AdminEnableUser } from './operations/admin-enable-user.ts'
import { AdminGetUser } from './operations/admin-get-user.ts'
import { AdminGetUserAuthFactors } from './operations/admin-get-user-auth-factors.ts'
import { AdminInitiateAuth } from './operations/admin-initiate-auth.ts'
import { AdminListGroupsForUser } from './operations/admin-list-groups-for-user.ts'
import { AdminRemoveUserFromGroup } from './operations/admin-remove-user-from-group.ts'
import { AdminResetUserPassword } from './operations/admin-reset-user-password.ts'
import { AdminRespondToAuthChallenge } from './operations/admin-respond-to-auth-challenge.ts'
import { AdminSetUserMFAPreference } from './operations/admin-set-user-mfa-preference.ts'
import { AdminSetUserPassword } from './operations/admin-set-user-password.ts'
import { AdminUpdateUserAttributes } from './operations/admin-update-user-attributes.ts'
import { AdminUserGlobalSignOut } from './operations/admin-user-global-sign-out.ts'
import { AssociateSoftwareToken } from './operations/associate-software-token.ts'
import { ChangePassword } from './operations/change-password.ts'
import { ConfirmForgotPassword } from './operations/confirm-forgot-password.ts'
import { ConfirmSignUp } from './operations/confirm-sign-up.ts'
import { CreateGroup } from './operations/create-group.ts'
import { CreateIdentityProvider } from './operations/create-identity-provider.ts'
import { CreateResourceServer } from './operations/create-resource-server.ts'
import { CreateUserPool } from './operations/create-user-pool.ts'
import { CreateUserPoolClient } from './operations/create-user-pool-client.ts'
import { CreateUserPoolDomain } from './operations/create-user-pool-domain.ts'
import { DeleteGroup } from './operations/delete-group.ts'
import { DeleteIdentityProvider } from './operations/delete-identity-provider.ts'
import { DeleteResourceServer } from './operations/delete-resource-server.ts'
import { DeleteUser } from './operations/delete-user.ts'
import { DeleteUserAttributes } from './operations/delete-user-attributes.ts'
import { DeleteUserPool } from './operations/delete-user-pool.ts'
import { DeleteUserPoolClient } from './operations/delete-user-pool-client.ts'
import { DeleteUserPoolDomain } from './operations/delete-user-pool-domain.ts'
import { DescribeIdentityProvider } from './operations/describe-identity-provider.ts'
import { DescribeResourceServer } from './operations/describe-resource-server.ts'
import { DescribeRiskConfiguration } from './operations/describe-risk-configuration.ts'
import { DescribeUserPool } from './operations/describe-user-pool.ts'
import { DescribeUserPoolClient } from './operations/describe-user-pool-client.ts'
import { DescribeUserPoolDomain } from './operations/describe-user-pool-domain.ts'
import { ForgotPassword } from './operations/forgot-password.ts'
import { GetGroup } from './operations/get-group.ts'
import { GetIdentityProviderByIdentifier } from './operations/get-identity-provider-by-identifier.ts'
import { GetLogDeliveryConfiguration } from './operations/get-log-delivery-configuration.ts'
import { GetTokensFromRefreshToken } from './operations/get-tokens-from-refresh-token.ts'
import { GetUICustomization } from './operations/get-ui-customization.ts'
import { GetUser } from './operations/get-user.ts'
import { GetUserAttributeVerificationCode } from './operations/get-user-attribute-verification-code.ts'
import { GetUserAuthFactors } from './operations/get-user-auth-factors.ts'
import { GetUserPoolMfaConfig } from './operations/get-user-pool-mfa-config.ts'
import { GlobalSignOut } from './operations/global-sign-out.ts'
import { InitiateAuth } from './operations/initiate-auth.ts'
import { ListGroups } from './operations/list-groups.ts'
import { ListIdentityProviders } from './operations/list-identity-providers.ts'
import { ListResourceServers } from './operations/list-resource-servers.ts'
import { ListTagsForResource } from './operations/list-tags-for-resource.ts'
import { ListUserPoolClients } from './operations/list-user-pool-clients.ts'
import { ListUserPools } from './operations/list-user-pools.ts'
import { ListUsers } from './operations/list-users.ts'
import { ListUsersInGroup } from './operations/list-users-in-group.ts'
import { ResendConfirmationCode } from './operations/resend-confirmation-code.ts'
import { RespondToAuthChallenge } from './operations/respond-to-auth-challenge.ts'
import { RevokeToken } from './operations/revoke-token.ts'
import { SetLogDeliveryConfiguration } from './operations/set-log-delivery-configuration.ts'
import { SetRiskConfiguration } from './operations/set-risk-configuration.ts'
import { SetUICustomization } from './operations/set-ui-customization.ts'
import { SetUserMFAPreference } from './operations/set-user-mfa-preference.ts'
import { SetUserPoolMfaConfig } from './operations/set-user-pool-mfa-config.ts'
import { SignUp } from './operations/sign-up.ts'
import { TagResource } from './operations/tag-resource.ts'
import { UntagResource } from './operations/untag-resource.ts'
import { UpdateGroup } from './operations/update-group.ts'
import { UpdateIdentityProvider } from './operations/update-identity-provider.ts'
import { UpdateResourceServer } from './operations/update-resource-server.ts'
import { UpdateUserAttributes } from './operations/update-user-attributes.ts'
import { UpdateUserPool } from './operations/update-user-pool.ts'
import { UpdateUserPoolClient } from './operations/update-user-pool-client.ts'
import { UpdateUserPoolDomain } from './operations/update-user-pool-domain.ts'
import { VerifySoftwareToken } from './operations/verify-software-token.ts'
import { VerifyUserAttribute } from './operations/verify-user-attribute.ts'

const sdk = await sdkSchemas(() => import('@aws-sdk/client-cognito-identity-provider/dist-es/schemas/schemas_0.js'))

export const service: Service = {
  name: 'cognito',
  protocol: forWebPages(awsJson(sdk)),
  validationCode: 'InvalidParameterException',
  operations: {
    AddCustomAttributes, AdminAddUserToGroup, AdminConfirmSignUp, AdminCreateUser, AdminDeleteUser,
    AdminDeleteUserAttributes, AdminDisableUser, AdminEnableUser, AdminGetUser, AdminGetUserAuthFactors,
    AdminInitiateAuth, AdminListGroupsForUser, AdminRemoveUserFromGroup, AdminResetUserPassword,
    AdminRespondToAuthChallenge, AdminSetUserMFAPreference, AdminSetUserPassword, AdminUpdateUserAttributes,
    AdminUserGlobalSignOut, AssociateSoftwareToken, ChangePassword, ConfirmForgotPassword, ConfirmSignUp,
    CreateGroup, CreateIdentityProvider, CreateResourceServer, CreateUserPool, CreateUserPoolClient,
    CreateUserPoolDomain, DeleteGroup, DeleteIdentityProvider, DeleteResourceServer, DeleteUser,
    DeleteUserAttributes, DeleteUserPool, DeleteUserPoolClient, DeleteUserPoolDomain, DescribeIdentityProvider,
    DescribeResourceServer, DescribeRiskConfiguration, DescribeUserPool, DescribeUserPoolClient,
    DescribeUserPoolDomain, ForgotPassword, GetGroup, GetIdentityProviderByIdentifier, GetLogDeliveryConfiguration,
    GetTokensFromRefreshToken, GetUICustomization, GetUser, GetUserAttributeVerificationCode, GetUserAuthFactors,
    GetUserPoolMfaConfig, GlobalSignOut, InitiateAuth, ListGroups, ListIdentityProviders, ListResourceServers,
    ListTagsForResource, ListUserPoolClients, ListUserPools, ListUsers, ListUsersInGroup, ResendConfirmationCode,
    RespondToAuthChallenge, RevokeToken, SetLogDeliveryConfiguration, SetRiskConfiguration, SetUICustomization,
    SetUserMFAPreference, SetUserPoolMfaConfig, SignUp, TagResource, UntagResource, UpdateGroup,
    UpdateIdentityProvider, UpdateResourceServer, UpdateUserAttributes, UpdateUserPool, UpdateUserPoolClient,
    UpdateUserPoolDomain, VerifySoftwareToken, VerifyUserAttribute,
  },
  usualErrors: {
    TooManyRequestsException: { message: 'Rate exceeded' },
    LimitExceededException: { message: 'Attempt limit exceeded, please try after some time.' },
    NotAuthorizedException: { message: 'Incorrect username or password.' },
    InternalErrorException: { message: 'Something went wrong' },
  },
  http: async (request, _caller, host) => preflight(request) ?? (await poolDocument(request, host)) ?? hosted(request, host),
  control: async (request, host) => outbox(request, host) ?? (await signOnRequest(request, host)) ?? rotateOnRequest(request, host),
}
