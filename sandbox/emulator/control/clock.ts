import type { Host } from '../kernel/context.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../kernel/http.ts'
import type { VirtualClock } from '../kernel/virtual-clock.ts'

/** `GET` tells the time; `POST {"action": "freeze" | "resume" | "advance" | "reset", "by_ms": …}` moves it, and tells it then. */
export async function moveClock(request: HttpRequest, host: Host): Promise<HttpResponse> {
  const clock = host.clock as VirtualClock
  if (!('advance' in clock && 'freeze' in clock)) return jsonResponse(409, { message: 'This engine lives by a clock that its maker moves.' })
  if (request.method === 'POST') {
    const refusal = await move(clock, await request.bytes())
    if (refusal !== undefined) return jsonResponse(400, { message: refusal })
  }
  return jsonResponse(200, { now: new Date(clock.now()).toISOString(), frozen: clock.isFrozen, ahead_ms: Math.round(clock.ahead_ms) })
}

const LONGEST_MS = 100 * 365 * 24 * 3_600_000

/** Why not, where it cannot. */
async function move(clock: VirtualClock, body: Buffer): Promise<string | undefined> {
  const { action, by_ms } = parse(body) as { action?: unknown; by_ms?: unknown }
  if (action === 'freeze' || action === 'resume' || action === 'reset') return void clock[action]()
  if (action !== 'advance') return 'action is one of freeze, resume, advance and reset.'
  if (typeof by_ms !== 'number' || !(by_ms >= 0 && by_ms <= LONGEST_MS)) return 'by_ms is a number of milliseconds, from 0 to a hundred years: time goes forward only.'
  return void (await clock.advance(by_ms))
}

function parse(body: Buffer): object {
  try {
    return (JSON.parse(body.toString()) as object | null) ?? {}
  } catch {
    return {}
  }
}
