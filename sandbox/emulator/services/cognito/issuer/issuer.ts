import type { Pool } from '../state.ts'

/** `https://cognito-idp.<region>.amazonaws.com/<poolId>`, as in AWS, wherever this engine listens. */
export const issuerOf = (pool: Pick<Pool, 'id' | 'region'>): string => `https://cognito-idp.${pool.region}.amazonaws.com/${pool.id}`

export const poolArn = (pool: { region: string; account: string }, id: string): string =>
  `arn:aws:cognito-idp:${pool.region}:${pool.account}:userpool/${id}`
