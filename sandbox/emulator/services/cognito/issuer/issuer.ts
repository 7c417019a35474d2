import type { Context } from '../../../kernel/context.ts'
import type { Pool } from '../state.ts'

/**
 * Who a pool's tokens say they are from: `https://cognito-idp.<region>.amazonaws.com/<poolId>` as in AWS, wherever this
 * engine listens, or, where the engine is set so, the pool's address here, whose documents anybody can fetch.
 */
export function issuerOf({ settings }: Pick<Context, 'settings'>, pool: Pick<Pool, 'id' | 'region'>): string {
  if (settings.tokenIssuer === 'local') return `${settings.endpoint}/${pool.id}`
  return `https://cognito-idp.${pool.region}.amazonaws.com/${pool.id}`
}

export const poolArn = (pool: { region: string; account: string }, id: string): string =>
  `arn:aws:cognito-idp:${pool.region}:${pool.account}:userpool/${id}`
