import type { Limit } from '../../kernel/validate.ts'

/** Constraints that many operations share. */
export const USER_POOL_ID: Limit = { min: 1, max: 55, pattern: '[\\w-]+_[0-9a-zA-Z]+' }
export const CLIENT_ID: Limit = { sensitive: true, min: 1, max: 128, pattern: '[\\w+]+' }
export const USERNAME: Limit = { sensitive: true, min: 1, max: 128, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }
export const PASSWORD: Limit = { sensitive: true, max: 256, pattern: '[\\S]+' }
export const GROUP_NAME: Limit = { min: 1, max: 128, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }
export const PAGE: Limit = { minValue: 0, maxValue: 60 }
export const TOKEN: Limit = { sensitive: true, pattern: '[A-Za-z0-9\\-_=.]+' }
export const AUTH_FLOWS: readonly string[] = [
  'USER_SRP_AUTH', 'REFRESH_TOKEN_AUTH', 'REFRESH_TOKEN', 'CUSTOM_AUTH', 'ADMIN_NO_SRP_AUTH', 'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH', 'USER_AUTH',
]

export const SESSION: Limit = { sensitive: true, min: 20, max: 2048 }
export const DOMAIN: Limit = { min: 1, max: 63, pattern: '[a-z0-9](?:[a-z0-9.\\-]{0,61}[a-z0-9])?' }
export const PROVIDER_NAME: Limit = { min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+' }
export const RESOURCE_SERVER_ID: Limit = { min: 1, max: 256, pattern: '[\\x21\\x23-\\x5B\\x5D-\\x7E]+' }
export const RESOURCE_SERVER_NAME: Limit = { min: 1, max: 256, pattern: '[\\w\\s+=,.@-]+' }
export const RESOURCE_SERVER_SCOPES: Limit = {
  max: 100,
  each: {
    members: {
      ScopeName: { required: true, min: 1, max: 256, pattern: '[\\x21\\x23-\\x2E\\x30-\\x5B\\x5D-\\x7E]+' },
      ScopeDescription: { required: true, min: 1, max: 256 },
    },
  },
}
