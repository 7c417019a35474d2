import { embedded } from '../engines/embedded.ts'
import type { Endpoints } from '../stack/clients.ts'
import type { BuiltCode } from '../stack/resource.ts'
import { drawCode } from './codes.ts'
import { RoomPages } from './pages.ts'
import { Seat } from './seat.ts'

export interface RoomOptions {
  readonly seats: number
  /** 0 picks a free one. */
  readonly port: number
  readonly region: string
  /** Address to listen on; loopback unless said otherwise. */
  readonly host?: string
  readonly log?: (line: string) => void
  /** What one seat may use; a room has limits unless said otherwise. */
  readonly quotas?: { readonly requestsPerSecond: number; readonly concurrentInvocations: number }
}

/** Enough for a person and a test suite of theirs, and little of what forty need. */
export const SEAT_QUOTAS = { requestsPerSecond: 100, concurrentInvocations: 5 }

const SEEDED_AT_ONCE = 4

/** One engine for many people, each with an account, and one who sees them all. */
export interface Room extends AsyncDisposable {
  readonly endpoint: string
  /** Gives somebody a seat. */
  readonly joinCode: string
  /** Opens the instructor's page and all of the engine's own. */
  readonly instructorCode: string
  readonly seats: readonly Seat[]
  /** Seeds all seats before they are taken; each is seeded when it is first used anyway. */
  prepare(): Promise<void>
  stop(): Promise<void>
}

/** Starts the engine. Throws `EngineError` where it cannot. */
export async function openRoom({ seats: count, port, region, host, log = () => {}, quotas = SEAT_QUOTAS }: RoomOptions): Promise<Room> {
  const [joinCode, instructorCode] = [drawCode(6), drawCode(12)]
  const seats: Seat[] = []
  const pages = new RoomPages({ seats, joinCode, instructorCode })
  const engine = await embedded.start({
    port, region, ...(host === undefined ? {} : { host }), bucketNames: 'account', quotas, onProgress: log, pages: (request) => pages.answer(request),
  })
  const endpoints: Endpoints = engine.endpoints
  const session = { engine: engine.name, endpoints }
  const built: BuiltCode = new Map()
  for (let number = 1; number <= count; number++) seats.push(new Seat(number, session, built, instructorCode))
  const stop = async () => {
    await Promise.all(seats.map((seat) => seat.close()))
    await engine.stop()
  }
  return { endpoint: endpoints.aws, joinCode, instructorCode, seats, prepare: () => prepare(seats), stop, [Symbol.asyncDispose]: stop }
}

async function prepare(seats: readonly Seat[]): Promise<void> {
  const left = [...seats]
  const work = async () => {
    for (let seat = left.shift(); seat; seat = left.shift()) await seat.target()
  }
  await Promise.all(Array.from({ length: SEEDED_AT_ONCE }, work))
}
