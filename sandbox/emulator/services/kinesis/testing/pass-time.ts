import type { KinesisClient } from '@aws-sdk/client-kinesis'
import type { ManualClock } from '../../../kernel/clock.ts'

/** For tests: moves the engine's clock and the client's together, so that signatures stay in their time. */
export function passTime(clock: ManualClock, client: KinesisClient): (by_ms: number) => Promise<void> {
  return async (by_ms) => {
    client.config.systemClockOffset += by_ms
    await clock.advance(by_ms)
  }
}
