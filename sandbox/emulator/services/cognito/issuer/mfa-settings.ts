import type {
  AdminSetUserMFAPreferenceRequest, GetUserPoolMfaConfigResponse, SetUserPoolMfaConfigRequest, UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import { invalidParameter, notEmulated } from '../errors.ts'
import type { Pool, User } from '../state.ts'
import { updateUser } from './users.ts'

/** What a pool is told about second factors: an app for one-time codes is the only one here. */
export function mfaConfig(given: SetUserPoolMfaConfigRequest): { mode: UserPoolMfaType; softwareTokenMfa: boolean } {
  if (given.SmsMfaConfiguration) throw notEmulated('MFA by text message')
  if (given.EmailMfaConfiguration) throw notEmulated('MFA by email')
  if (given.WebAuthnConfiguration) throw notEmulated('Sign-in with passkeys')
  const mode = given.MfaConfiguration ?? 'OFF'
  const softwareTokenMfa = given.SoftwareTokenMfaConfiguration?.Enabled ?? false
  if (mode === 'OFF' && softwareTokenMfa)
    throw invalidParameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
  if (mode !== 'OFF' && !softwareTokenMfa)
    throw invalidParameter('At least one of [SmsMfaConfiguration] or [SoftwareTokenMfaConfiguration] must be provided.')
  return { mode, softwareTokenMfa }
}

export function describeMfaConfig({ settings, softwareTokenMfa }: Pool): GetUserPoolMfaConfigResponse {
  return {
    ...(softwareTokenMfa ? { SoftwareTokenMfaConfiguration: { Enabled: true } } : {}),
    MfaConfiguration: settings.MfaConfiguration ?? 'OFF',
  }
}

export function describeUserMfa({ totp }: User): { UserMFASettingList?: string[]; PreferredMfaSetting?: string } {
  if (!totp?.verified || !totp.enabled) return {}
  return { UserMFASettingList: ['SOFTWARE_TOKEN_MFA'], ...(totp.preferred ? { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA' } : {}) }
}

type Preference = Pick<AdminSetUserMFAPreferenceRequest, 'SMSMfaSettings' | 'SoftwareTokenMfaSettings' | 'EmailMfaSettings'>

/** Switches a user's second factor on or off; throws InvalidParameterException where it has not been set up. */
export function preferMfa(ctx: Context, pool: Pool, user: User, wanted: Preference): void {
  if (wanted.SMSMfaSettings?.Enabled) throw notEmulated('MFA by text message')
  if (wanted.EmailMfaSettings?.Enabled) throw notEmulated('MFA by email')
  const { Enabled: enabled = false, PreferredMfa: preferred = false } = wanted.SoftwareTokenMfaSettings ?? {}
  if (!wanted.SoftwareTokenMfaSettings) return
  if (preferred && !enabled) throw invalidParameter('Invalid MFA configuration: a factor that is not enabled cannot be preferred.')
  if (enabled && !user.totp?.verified) throw invalidParameter('User has not verified software token mfa')
  if (user.totp) updateUser(ctx, pool, user, { totp: { ...user.totp, enabled, preferred } })
}
