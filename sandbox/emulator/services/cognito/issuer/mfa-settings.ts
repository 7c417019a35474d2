import type {
  AdminSetUserMFAPreferenceRequest, GetUserPoolMfaConfigResponse, SetUserPoolMfaConfigRequest, UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import { invalidParameter, notEmulated } from '../errors.ts'
import type { MfaPreference, Pool, User } from '../state.ts'
import { updateUser } from './users.ts'

export type Factor = 'SMS_MFA' | 'EMAIL_OTP' | 'SOFTWARE_TOKEN_MFA'

/** The pool with what it is told about second factors; throws InvalidParameterException. */
export function withMfaConfig(pool: Pool, given: SetUserPoolMfaConfigRequest): Pool {
  if (given.WebAuthnConfiguration) throw notEmulated('Sign-in with passkeys')
  const { SmsMfaConfiguration: sms, EmailMfaConfiguration: email, MfaConfiguration: mode = 'OFF' } = given
  const softwareTokenMfa = given.SoftwareTokenMfaConfiguration?.Enabled ?? false
  checkMode(mode, softwareTokenMfa || sms !== undefined || email !== undefined)
  const { emailMfa: _, ...rest } = pool
  const { SmsConfiguration, SmsAuthenticationMessage } = { ...pool.settings, ...sms }
  const settings = {
    ...pool.settings,
    MfaConfiguration: mode,
    ...(SmsConfiguration ? { SmsConfiguration } : {}),
    ...(SmsAuthenticationMessage === undefined ? {} : { SmsAuthenticationMessage }),
  }
  return { ...rest, settings, softwareTokenMfa, smsMfa: sms !== undefined, ...(email ? { emailMfa: email } : {}) }
}

function checkMode(mode: UserPoolMfaType, hasFactor: boolean): void {
  if (mode === 'OFF' && hasFactor) throw invalidParameter("Invalid MFA configuration given, can't turn off MFA and configure an MFA together.")
  if (mode !== 'OFF' && !hasFactor)
    throw invalidParameter('At least one of [SmsMfaConfiguration] or [SoftwareTokenMfaConfiguration] must be provided.')
}

/** Whether users may have text messages: said by SetUserPoolMfaConfig, or before it by the pool's way to send them. */
export const hasSmsMfa = ({ smsMfa, settings }: Pool): boolean => smsMfa ?? settings.SmsConfiguration !== undefined

export function describeMfaConfig(pool: Pool): GetUserPoolMfaConfigResponse {
  const { settings, softwareTokenMfa, emailMfa } = pool
  const { SmsConfiguration, SmsAuthenticationMessage, MfaConfiguration = 'OFF' } = settings
  const sms = { ...(SmsAuthenticationMessage === undefined ? {} : { SmsAuthenticationMessage }), ...(SmsConfiguration ? { SmsConfiguration } : {}) }
  return {
    ...(hasSmsMfa(pool) && MfaConfiguration !== 'OFF' ? { SmsMfaConfiguration: sms } : {}),
    ...(softwareTokenMfa ? { SoftwareTokenMfaConfiguration: { Enabled: true } } : {}),
    ...(emailMfa ? { EmailMfaConfiguration: emailMfa } : {}),
    MfaConfiguration,
  }
}

/** What a user has said about each factor; an app only counts once it is verified. */
export function preferencesOf({ smsMfa, emailMfa, totp }: User): readonly (readonly [Factor, MfaPreference | undefined])[] {
  return [['SMS_MFA', smsMfa], ['EMAIL_OTP', emailMfa], ['SOFTWARE_TOKEN_MFA', totp?.verified ? totp : undefined]]
}

export function describeUserMfa(user: User): { UserMFASettingList?: string[]; PreferredMfaSetting?: string } {
  const on = preferencesOf(user).filter(([, preference]) => preference?.enabled)
  const [preferred] = on.find(([, preference]) => preference?.preferred) ?? []
  return {
    ...(on.length > 0 ? { UserMFASettingList: on.map(([factor]) => factor) } : {}),
    ...(preferred ? { PreferredMfaSetting: preferred } : {}),
  }
}

type Preference = Pick<AdminSetUserMFAPreferenceRequest, 'SMSMfaSettings' | 'SoftwareTokenMfaSettings' | 'EmailMfaSettings'>

/** Switches a user's second factors on or off; throws InvalidParameterException where one has not been set up. */
export function preferMfa(ctx: Context, pool: Pool, user: User, wanted: Preference): void {
  const [sms, email, app] = [wanted.SMSMfaSettings, wanted.EmailMfaSettings, wanted.SoftwareTokenMfaSettings].map(read)
  const preferred = [sms, email, app].filter((each) => each?.preferred)
  if (preferred.length > 1) throw invalidParameter('Only one MFA method can be preferred.')
  if (sms?.enabled && !user.attributes['phone_number']) throw invalidParameter('User does not have delivery config set to turn on SMS_MFA')
  if (email?.enabled && !user.attributes['email']) throw invalidParameter('User does not have delivery config set to turn on EMAIL_OTP')
  if (app?.enabled && !user.totp?.verified) throw invalidParameter('User has not verified software token mfa')
  // Who prefers one thing no longer prefers another.
  const kept = (old: MfaPreference | undefined) => old && { ...old, preferred: old.preferred && preferred.length === 0 }
  const [smsMfa, emailMfa] = [sms ?? kept(user.smsMfa), email ?? kept(user.emailMfa)]
  const totp = user.totp && { ...user.totp, ...(app ?? kept(user.totp)) }
  updateUser(ctx, pool, user, { ...(smsMfa ? { smsMfa } : {}), ...(emailMfa ? { emailMfa } : {}), ...(totp ? { totp } : {}) })
}

function read(given: { Enabled?: boolean | undefined; PreferredMfa?: boolean | undefined } | undefined): MfaPreference | undefined {
  if (!given) return undefined
  const { Enabled: enabled = false, PreferredMfa: preferred = false } = given
  if (preferred && !enabled) throw invalidParameter('Invalid MFA configuration: a factor that is not enabled cannot be preferred.')
  return { enabled, preferred }
}
