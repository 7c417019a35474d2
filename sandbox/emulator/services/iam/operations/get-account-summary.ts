import type { GetAccountSummaryCommandInput, GetAccountSummaryCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { accountOf } from '../account.ts'
import { instanceProfiles } from '../instance-profiles.ts'
import { mfaDevices } from '../mfa-devices.ts'
import { customerPolicies } from '../policies.ts'
import { oidcProviders, samlProviders } from '../providers.ts'
import { serverCertificates } from '../server-certificates.ts'
import { groups, roles, users } from '../state.ts'

/** IAM's quotas, as an account has them that never asked for more. */
const QUOTAS = {
  AccessKeysPerUserQuota: 2,
  AssumeRolePolicySizeQuota: 2048,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  GroupPolicySizeQuota: 5120,
  GroupsPerUserQuota: 10,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  PolicyVersionsInUseQuota: 10_000,
  RolePolicySizeQuota: 10_240,
  RolesQuota: 1000,
  ServerCertificatesQuota: 20,
  SigningCertificatesPerUserQuota: 2,
  UserPolicySizeQuota: 2048,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
}

export const GetAccountSummary = operation<GetAccountSummaryCommandInput, GetAccountSummaryCommandOutput>({
  action: 'iam:GetAccountSummary',
  resource: '*',
  handle(_input, ctx) {
    const devices = [...mfaDevices(ctx).values()]
    const policies = customerPolicies(ctx)
    return {
      SummaryMap: {
        ...QUOTAS,
        AccountAccessKeysPresent: 0,
        AccountMFAEnabled: 0,
        AccountPasswordPresent: 1,
        AccountSigningCertificatesPresent: 0,
        GlobalEndpointTokenVersion: accountOf(ctx).globalTokenVersion ?? 1,
        Groups: groups(ctx).size,
        InstanceProfiles: instanceProfiles(ctx).size,
        MFADevices: devices.length,
        MFADevicesInUse: devices.filter(({ assigned }) => assigned).length,
        Policies: policies.length,
        PolicyVersionsInUse: policies.reduce((sum, { versions }) => sum + versions.length, 0),
        Providers: oidcProviders(ctx).size + samlProviders(ctx).size,
        Roles: roles(ctx).size,
        ServerCertificates: serverCertificates(ctx).size,
        Users: users(ctx).size,
      },
    }
  },
})
