import type { Host } from './kernel/context.ts'
import type { Dispatch } from './kernel/dispatch.ts'
import { settle } from './kernel/work.ts'
import { moveClock } from './control/clock.ts'
import { refuseOtherSites } from './control/same-site.ts'
import type { EngineState } from './state.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from './kernel/http.ts'

/** The engine's own endpoints below `/_sandbox/`: no AWS API, and not meant for the code under test. */
export async function control(
  request: HttpRequest,
  host: Host,
  dispatch: Dispatch,
  state: EngineState,
): Promise<HttpResponse> {
  const refused = refuseOtherSites(request, host)
  if (refused) return refused
  switch (`${request.method} ${request.path}`) {
    case 'GET /_sandbox/health': {
      const services = dispatch.catalog.map(({ name }) => name).sort()
      const { defaultRegion: region, defaultAccount: account } = host.settings
      return jsonResponse(200, { status: 'running', engine: 'embedded', pid: process.pid, region, account, services })
    }
    case 'GET /_sandbox/journal':
      return journal(request, host)
    case 'GET /_sandbox/coverage':
      return jsonResponse(200, await coverage(dispatch))
    case 'GET /_sandbox/idle':
      return idle(request, host)
    case 'POST /_sandbox/reset':
      return reset(request, host, state)
    case 'GET /_sandbox/clock':
    case 'POST /_sandbox/clock':
      return moveClock(request, host)
    case 'GET /_sandbox/faults':
    case 'POST /_sandbox/faults':
    case 'DELETE /_sandbox/faults':
      return (await import('./control/faults.ts')).faults(request, host, dispatch)
    case 'GET /_sandbox/checkpoint':
      return { status: 200, headers: { 'content-type': 'application/vnd.sqlite3' }, body: await state.save(accountIn(request)) }
    case 'PUT /_sandbox/checkpoint':
      return restore(request, state)
    default:
      return (await pages(request, host)) ?? (await ofService(request, host, dispatch)) ?? jsonResponse(404, { message: `There is no ${request.method} ${request.path} here.` })
  }
}

function journal({ query }: HttpRequest, { journal }: Host): HttpResponse {
  const account = query.get('account')
  return jsonResponse(200, { entries: journal.entries().filter((entry) => account === null || entry.account === account) })
}

const accountIn = ({ query }: HttpRequest) => query.get('account') ?? undefined

/** All there is, or with `?account=` what is one account's. */
async function reset({ query }: HttpRequest, { faults }: Host, state: EngineState): Promise<HttpResponse> {
  const account = query.get('account')
  if (account !== null && !/^\d{12}$/.test(account)) return jsonResponse(400, { message: 'account is a number of twelve digits.' })
  faults.clear(account ?? undefined)
  await (account === null ? state.reset() : state.resetAccount(account))
  return jsonResponse(200, { status: 'reset', ...(account === null ? {} : { account }) })
}

/** The dashboard, loaded when it is first looked at. */
async function pages(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  if (/^\/_sandbox\/(?:traces|events)(?:\/|$)/.test(request.path)) return (await import('./control/traces.ts')).tracePages(request, host)
  return (await import('./control/pages.ts')).pages(request, host)
}

async function restore(request: HttpRequest, state: EngineState): Promise<HttpResponse> {
  try {
    await state.load(request.body)
    return jsonResponse(200, { status: 'restored' })
  } catch (error) {
    if ((error as Error).name !== 'StateError') throw error
    return jsonResponse(400, { message: (error as Error).message })
  }
}

interface Coverage {
  readonly implemented: readonly string[]
  /** Among the implemented: what they write can be read back and does nothing else. */
  readonly storedOnly: readonly string[]
  readonly missing: readonly string[]
}

const LONGEST_WAIT_S = 3600

/** Answers when nothing (with `?account=`: nothing of one account) is left in flight: no request, no invocation, no record that is to be delivered, no retry. */
async function idle(request: HttpRequest, host: Host): Promise<HttpResponse> {
  const timeout_s = Number(request.query.get('timeout') ?? 30)
  if (!(timeout_s >= 0 && timeout_s <= LONGEST_WAIT_S))
    return jsonResponse(400, { message: `timeout is a number of seconds, from 0 to ${LONGEST_WAIT_S}.` })
  const inFlight = await settle(host, timeout_s * 1000, accountIn(request))
  return inFlight.length === 0 ? jsonResponse(200, { idle: true }) : jsonResponse(504, { idle: false, inFlight })
}

/** What a service itself has below `/_sandbox/<name>/`. */
async function ofService(request: HttpRequest, host: Host, dispatch: Dispatch): Promise<HttpResponse | undefined> {
  const name = /^\/_sandbox\/([^/]+)\//.exec(request.path)?.[1]
  const service = name === undefined ? undefined : await dispatch.service(name)
  return service?.control?.(request, host)
}

/** What AWS has and what we answer, counted from the schemas and the tables. */
async function coverage(dispatch: Dispatch): Promise<Record<string, Coverage>> {
  const found: Record<string, Coverage> = {}
  for (const { name } of dispatch.catalog) {
    const { protocol, operations } = (await dispatch.service(name))!
    const names = [...protocol.operationNames()].sort()
    found[name] = {
      implemented: names.filter((operation) => operations[operation]),
      storedOnly: names.filter((operation) => operations[operation]?.storedOnly),
      missing: names.filter((operation) => !operations[operation]),
    }
  }
  return found
}
