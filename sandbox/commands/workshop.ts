import { networkInterfaces } from 'node:os'
import { openRoom, SEAT_QUOTAS } from '../workshop/room.ts'
import { untilStopped } from './support/lifecycle.ts'
import { note, paint, paintNote, print, printJson, table } from './support/output.ts'
import { DEFAULT_PORT, regionOf } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

export interface WorkshopOptions {
  readonly seats?: string
  readonly host?: string
  readonly port?: string
  readonly region?: string
  readonly json?: boolean
}

const MOST_SEATS = 200

/** `sandbox workshop`: one engine, a seat for each, and a page that shows all of them; stays until Ctrl-C, and keeps nothing. */
export async function workshop(options: WorkshopOptions): Promise<void> {
  const seats = numberIn('--seats', options.seats ?? '40', 1, MOST_SEATS)
  const port = numberIn('--port', options.port ?? String(DEFAULT_PORT), 0, 65_535)
  const stopped = untilStopped()
  await using room = await openRoom({ seats, port, region: regionOf(options), log: note, ...(options.host === undefined ? {} : { host: options.host }) })
  const address = reachable(room.endpoint, options.host)
  const places = { join: `${address}/_sandbox/join`, joinCode: room.joinCode, instructor: `${address}/_sandbox/workshop?code=${room.instructorCode}` }
  if (options.json) printJson({ endpoint: address, seats, ...places })
  else {
    if (options.host !== undefined) warn(options.host)
    print(`${paint('green', 'Open')}: a workshop of ${seats} seats.\n${table([['join at', places.join], ['with code', paint('bold', room.joinCode)], ['your page', places.instructor]])}`)
    print(`\nEach seat may make ${SEAT_QUOTAS.requestsPerSecond} requests a second and run ${SEAT_QUOTAS.concurrentInvocations} invocations at once.\nCtrl-C ends the workshop; nothing is kept.`)
  }
  const prepared = room.prepare().then(() => options.json || note('All seats are ready.'), (error: Error) => note(`A seat could not be made: ${error.message}`))
  await stopped
  if (!options.json) note('Stopping.')
  await Promise.race([prepared, new Promise((resolve) => setTimeout(resolve, 1000))])
}

function warn(host: string): void {
  note(paintNote(['bold', 'yellow'], `THIS LISTENS ON ${host}, NOT ON THIS MACHINE ALONE.`))
  note(paintNote('yellow', 'Whoever has the code below can run programs here, as you: a seat\'s functions\nare processes of yours. Let in only people whom you trust, on a network that\nyou trust. Nothing on the way is encrypted.'))
}

/** Where others reach this machine. */
function reachable(endpoint: string, host: string | undefined): string {
  if (host === undefined) return endpoint
  const { port } = new URL(endpoint)
  const own = Object.values(networkInterfaces()).flat().find((one) => one?.family === 'IPv4' && !one.internal)?.address
  const name = host === '0.0.0.0' || host === '::' ? (own ?? '127.0.0.1') : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

function numberIn(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= least && value <= most) return value
  throw new UserError(`${option} ${text} is out of range. Give a whole number from ${least} to ${most}.`, EXIT.usage)
}
