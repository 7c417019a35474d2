import type {
  CreateUserPoolClientRequest, UpdateUserPoolClientRequest, UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider'
import type { Context } from '../../../kernel/context.ts'
import { LOWER_ALPHANUMERIC } from '../../../kernel/ids.ts'
import { invalidParameter } from '../errors.ts'
import type { Client, ClientSettings, Pool } from '../state.ts'
import { checkOAuth } from './hosted/client-rules.ts'
import { lifetimes_s } from './lifetimes.ts'

/** What a new client is told, filled up with what AWS sets by itself; with a secret where one is asked for. */
export function newClientSettings(ctx: Pick<Context, 'store' | 'ids'>, pool: Pool, given: CreateUserPoolClientRequest): ClientSettings {
  const { UserPoolId: _, GenerateSecret, ClientSecret, ...settings } = given
  const secret = ClientSecret ?? (GenerateSecret ? ctx.ids.chars(51, LOWER_ALPHANUMERIC) : undefined)
  return checkOAuth(ctx, pool, withDefaults({ ...settings, ...(secret === undefined ? {} : { ClientSecret: secret }) }))
}

/** An update replaces everything but the secret: what it leaves out goes back to AWS's default. */
export function updatedClientSettings(
  ctx: Pick<Context, 'store'>,
  pool: Pool,
  client: Client,
  given: UpdateUserPoolClientRequest,
): ClientSettings {
  const { UserPoolId: _, ClientId: __, ...settings } = given
  const { ClientName, ClientSecret } = client.settings
  return checkOAuth(ctx, pool, withDefaults({ ClientName, ...settings, ...(ClientSecret === undefined ? {} : { ClientSecret }) }))
}

function withDefaults(given: ClientSettings): ClientSettings {
  const settings: ClientSettings = {
    ...given,
    RefreshTokenValidity: given.RefreshTokenValidity || lifetimeUnits(given),
    TokenValidityUnits: given.TokenValidityUnits ?? {},
    AllowedOAuthFlowsUserPoolClient: given.AllowedOAuthFlowsUserPoolClient ?? false,
    EnableTokenRevocation: given.EnableTokenRevocation ?? true,
    EnablePropagateAdditionalUserContextData: given.EnablePropagateAdditionalUserContextData ?? false,
    AuthSessionValidity: given.AuthSessionValidity ?? 3,
  }
  checkFlows(settings)
  checkLifetimes(settings)
  return settings
}

/** 30 days in the unit that the client counts in. */
const lifetimeUnits = ({ TokenValidityUnits }: ClientSettings) =>
  (30 * 86_400) / { seconds: 1, minutes: 60, hours: 3600, days: 86_400 }[TokenValidityUnits?.RefreshToken ?? 'days']

function checkFlows({ ExplicitAuthFlows: flows = [] }: ClientSettings): void {
  const allow = flows.filter((flow) => flow.startsWith('ALLOW_'))
  if (allow.length > 0 && allow.length < flows.length)
    throw invalidParameter(
      'Existing ExplicitAuthFlows: ADMIN_NO_SRP_AUTH, CUSTOM_AUTH_FLOW_ONLY, and USER_PASSWORD_AUTH ' +
        'cannot be mixed with the new flows prefixed with ALLOW_.',
    )
}

const MINUTE_S = 60
const DAY_S = 86_400

function checkLifetimes(settings: ClientSettings): void {
  const { access, id, refresh } = lifetimes_s({ settings })
  for (const [member, value] of [['AccessTokenValidity', access], ['IdTokenValidity', id]] as const)
    if (value < 5 * MINUTE_S || value > DAY_S)
      throw invalidParameter(`Invalid range for token validity: ${member} must be between 5 minutes and 1 day.`)
  if (refresh < 60 * MINUTE_S || refresh > 3650 * DAY_S)
    throw invalidParameter('Invalid range for token validity: RefreshTokenValidity must be between 60 minutes and 3650 days.')
  if (refresh < access || refresh < id)
    throw invalidParameter('Refresh token validity must be greater than access and id token validity.')
}

export function describeClient(client: Client): UserPoolClientType {
  return {
    UserPoolId: client.poolId,
    ClientId: client.id,
    ...client.settings,
    LastModifiedDate: new Date(client.updatedAt),
    CreationDate: new Date(client.createdAt),
  }
}
