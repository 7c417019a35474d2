import type { Clock } from './clock.ts'
import { AwsError } from './errors.ts'

/** What one account may use of an engine that many share. */
export interface Quotas {
  /** Calls and requests to APIs; twice as many may come at once. */
  readonly requestsPerSecond: number
  /** Invocations that run at the same time, of all functions together. */
  readonly concurrentInvocations: number
}

interface Bucket {
  tokens: number
  filledAt: number
}

/** Counts the requests of each account, so that one of them cannot take the engine from the others. */
export class RequestQuota {
  readonly #perSecond: number
  readonly #clock: Clock
  readonly #buckets = new Map<string, Bucket>()

  constructor({ requestsPerSecond }: Quotas, clock: Clock) {
    this.#perSecond = requestsPerSecond
    this.#clock = clock
  }

  /** Counts one request; whether it is one too many. */
  isOver(account: string): boolean {
    const now = this.#clock.elapsed()
    const most = 2 * this.#perSecond
    let bucket = this.#buckets.get(account)
    if (!bucket) this.#buckets.set(account, (bucket = { tokens: most, filledAt: now }))
    bucket.tokens = Math.min(most, bucket.tokens + ((now - bucket.filledAt) / 1000) * this.#perSecond)
    bucket.filledAt = now
    if (bucket.tokens < 1) return true
    bucket.tokens--
    return false
  }
}

/** As AWS says it; the SDKs wait and try again. */
export const rateExceeded = () => new AwsError('ThrottlingException', 'Rate exceeded', { status: 429 })
