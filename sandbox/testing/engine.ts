import { manualClock, type Clock, type ManualClock } from '../emulator/kernel/clock.ts'
import { startEmulator, type Emulator } from '../emulator/index.ts'

export interface TestEngine extends Emulator, AsyncDisposable {
  /** Options for any SDK client, so that it talks to this engine as the default account's root. */
  readonly client: {
    readonly endpoint: string
    readonly region: string
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  }
  /** Engine messages, for assertions about what a person is told. */
  readonly lines: string[]
}

interface TestEngineOptions {
  readonly seed?: string
  readonly clock?: Clock
  readonly limits?: 'off' | 'aws'
  /** `off` is for tests about the wire, which send requests that nobody has signed. */
  readonly iam?: 'enforce' | 'audit' | 'off'
  readonly inspect?: number
  readonly bucketNames?: 'global' | 'account'
}

/** An engine on a free port with seeded ids, in this process. With a `clock` it lives by that instead of the machine's. */
export async function createTestEngine(options: TestEngineOptions = {}): Promise<TestEngine> {
  const lines: string[] = []
  const engine = await startEmulator({
    port: 0,
    seed: options.seed ?? 'test',
    log: (line) => lines.push(line),
    ...(options.clock ? { clock: options.clock } : {}),
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.bucketNames ? { bucketNames: options.bucketNames } : {}),
    ...(options.iam ? { iam: options.iam } : {}),
    ...(options.inspect === undefined ? {} : { inspect: options.inspect }),
  })
  return {
    ...engine,
    lines,
    client: { endpoint: engine.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
    [Symbol.asyncDispose]: () => engine.stop(),
  }
}

/** A clock that starts at the machine's time, so that signatures are not skewed, and then stands still. */
export function stoppedClock(): ManualClock {
  return manualClock(Date.now())
}

/** Resolves with the first value that `probe` gives that is not undefined; rejects after `timeout_ms`, naming `what`. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  timeout_ms = 10_000,
): Promise<T> {
  const deadline = performance.now() + timeout_ms
  for (;;) {
    const found = await probe()
    if (found !== undefined) return found
    if (performance.now() > deadline) throw new Error(`${what}: not within ${timeout_ms} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
