import type { TimeUnitsType } from '@aws-sdk/client-cognito-identity-provider'
import type { Client } from '../state.ts'

const UNIT_S: Record<TimeUnitsType, number> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }

/** Seconds for which a client's tokens are valid: an hour, and 30 days for the refresh token, unless it says otherwise. */
export function lifetimes_s({ settings }: Pick<Client, 'settings'>): { access: number; id: number; refresh: number } {
  const { AccessToken = 'hours', IdToken = 'hours', RefreshToken = 'days' } = settings.TokenValidityUnits ?? {}
  return {
    access: (settings.AccessTokenValidity || UNIT_S.hours / UNIT_S[AccessToken]) * UNIT_S[AccessToken],
    id: (settings.IdTokenValidity || UNIT_S.hours / UNIT_S[IdToken]) * UNIT_S[IdToken],
    refresh: (settings.RefreshTokenValidity || (30 * UNIT_S.days) / UNIT_S[RefreshToken]) * UNIT_S[RefreshToken],
  }
}
