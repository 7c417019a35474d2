import type { Context } from '../../kernel/context.ts'
import { lastCall, namespaceOf } from './last-used.ts'
import { devicesOf } from './mfa-devices.ts'
import { byName, users, wholeSeconds, type AccessKey, type User } from './state.ts'
import { credentialsOf, SIGNING_CERTIFICATES } from './user-credentials.ts'

/** AWS makes a new report when the last is older than this. */
export const REPORT_MS = 4 * 3600 * 1000

const COLUMNS = [
  'user', 'arn', 'user_creation_time', 'password_enabled', 'password_last_used', 'password_last_changed', 'password_next_rotation', 'mfa_active',
  'access_key_1_active', 'access_key_1_last_rotated', 'access_key_1_last_used_date', 'access_key_1_last_used_region', 'access_key_1_last_used_service',
  'access_key_2_active', 'access_key_2_last_rotated', 'access_key_2_last_used_date', 'access_key_2_last_used_region', 'access_key_2_last_used_service',
  'cert_1_active', 'cert_1_last_rotated', 'cert_2_active', 'cert_2_last_rotated',
]

/** CSV as in "Getting credential reports for your AWS account": a head, the root user, and each user. */
export function reportOf(ctx: Context): string {
  const rows = [...users(ctx).values()].sort(byName).map((user) => userRow(ctx, user))
  return [COLUMNS, rootRow(ctx), ...rows].map((row) => row.join(',')).join('\n')
}

const time = (at_ms: number) => new Date(wholeSeconds(at_ms)).toISOString().replace('.000Z', '+00:00')

function rootRow({ account }: Context): string[] {
  const password = ['2015-01-01T00:00:00+00:00', 'not_supported', 'no_information', 'not_supported', 'not_supported', 'false']
  return ['<root_account>', `arn:aws:iam::${account}:root`, ...password, ...NO_KEY, ...NO_KEY, ...NO_CERTIFICATE, ...NO_CERTIFICATE]
}

const NO_KEY = ['false', 'N/A', 'N/A', 'N/A', 'N/A']
const NO_CERTIFICATE = ['false', 'N/A']

function userRow(ctx: Context, user: User): string[] {
  const { login } = user
  const password = login ? ['true', 'no_information', time(login.createdAt), 'N/A'] : ['false', 'N/A', 'N/A', 'N/A']
  const certificates = credentialsOf(ctx, SIGNING_CERTIFICATES, user).map(({ status, createdAt }) => [String(status === 'Active'), time(createdAt)])
  return [
    user.name,
    user.arn,
    time(user.createdAt),
    ...password,
    String(devicesOf(ctx, user).length > 0),
    ...keyColumns(ctx, user.keys[0]),
    ...keyColumns(ctx, user.keys[1]),
    ...(certificates[0] ?? NO_CERTIFICATE),
    ...(certificates[1] ?? NO_CERTIFICATE),
  ]
}

function keyColumns(ctx: Context, key: AccessKey | undefined): string[] {
  if (!key) return NO_KEY
  const last = lastCall(ctx, ({ accessKeyId }) => accessKeyId === key.id)
  const used = last ? [time(last.time), last.region, namespaceOf(last)] : ['N/A', 'N/A', 'N/A']
  return [String(key.status === 'Active'), time(key.createdAt), ...used]
}
