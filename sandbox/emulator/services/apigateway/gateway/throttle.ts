import type { RouteSettings, Stage } from '@aws-sdk/client-apigatewayv2'
import { lookUp } from '../state.ts'
import type { RoutedCall } from './call.ts'

interface Bucket {
  tokens: number
  /** Epoch milliseconds at which `tokens` was right. */
  at: number
}

/** A route's bucket, by its key. A stage is never changed in place: with new settings (or a deployment) buckets are full again. */
const bucketsOf = new WeakMap<Stage, Map<string, Bucket>>()

/** What an account has in most regions where a stage says nothing ("Amazon API Gateway quotas"). */
const ACCOUNT = { rate: 10_000, burst: 5_000 }

/**
 * Whether the route has no request left: a token bucket for each route, as large as the burst limit and filled at the
 * rate limit. Settings of the route replace the stage's defaults as a whole. The account's own limits hold only where
 * AWS's limits are asked for.
 */
export function isThrottled({ stage, route, now, host }: RoutedCall): boolean {
  const settings: RouteSettings = lookUp(stage.RouteSettings ?? {}, route.RouteKey) ?? stage.DefaultRouteSettings ?? {}
  const { ThrottlingRateLimit: ownRate, ThrottlingBurstLimit: ownBurst } = settings
  if (ownRate === undefined && ownBurst === undefined && host.settings.limits === 'off') return false
  const rate = ownRate ?? ACCOUNT.rate
  const burst = ownBurst ?? ACCOUNT.burst
  const buckets = bucketsOf.get(stage) ?? new Map<string, Bucket>()
  bucketsOf.set(stage, buckets)
  const before = buckets.get(route.RouteKey!) ?? { tokens: burst, at: now }
  const tokens = Math.min(burst, before.tokens + (Math.max(0, now - before.at) / 1000) * rate)
  const passes = tokens >= 1
  buckets.set(route.RouteKey!, { tokens: passes ? tokens - 1 : tokens, at: now })
  return !passes
}
