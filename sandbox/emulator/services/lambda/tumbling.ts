/** A tumbling window that has begun in a shard, with what the function has made of it so far. */
export interface OpenWindow {
  /** Epoch milliseconds; the end is not part of it. */
  readonly start: number
  readonly end: number
  readonly state: unknown
  /** The state has grown too large: the function is to be given it once more, and then begins with an empty one. */
  readonly overflown?: true
}

/** What the event of a windowed mapping says beside its records. */
export interface WindowPart {
  readonly window: OpenWindow
  readonly final: boolean
}

const LARGEST_STATE_BYTES = 1024 * 1024

/** The window in which a record belongs that arrived at `arrival` (epoch milliseconds). */
export function windowAt(arrival: number, size_s: number): OpenWindow {
  const size_ms = size_s * 1000
  const start = Math.floor(arrival / size_ms) * size_ms
  return { start, end: start + size_ms, state: {} }
}

/** The window with the state that an answer brings; undefined where the answer has none, which is a failure. */
export function withState(window: OpenWindow, payload: Uint8Array | undefined): OpenWindow | undefined {
  const state = readState(payload)
  if (state === undefined || state === null) return undefined
  const { start, end } = window
  const overflown = Buffer.byteLength(JSON.stringify(state)) > LARGEST_STATE_BYTES
  return overflown ? { start, end, state, overflown } : { start, end, state }
}

function readState(payload: Uint8Array | undefined): unknown {
  try {
    return (JSON.parse(Buffer.from(payload ?? []).toString()) as { state?: unknown } | null)?.state
  } catch {
    return undefined
  }
}

/** The members of a `TimeWindowEvent` that follow its records. */
export function windowMembers({ window, final }: WindowPart, shardId: string, eventSourceARN: string): object {
  return {
    window: { start: second(window.start), end: second(window.end) },
    state: window.state,
    shardId,
    eventSourceARN,
    isFinalInvokeForWindow: final,
    isWindowTerminatedEarly: window.overflown ?? false,
  }
}

const second = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z')
