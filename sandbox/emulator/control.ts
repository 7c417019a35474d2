import type { Host } from './kernel/context.ts'
import type { Dispatch } from './kernel/dispatch.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from './kernel/http.ts'

/** The engine's own endpoints below `/_sandbox/`: no AWS API, and not meant for the code under test. */
export async function control(
  request: HttpRequest,
  host: Host,
  dispatch: Dispatch,
  reset: () => Promise<void>,
): Promise<HttpResponse> {
  switch (`${request.method} ${request.path}`) {
    case 'GET /_sandbox/health': {
      const services = dispatch.catalog.map(({ name }) => name).sort()
      const { defaultRegion: region, defaultAccount: account } = host.settings
      return jsonResponse(200, { status: 'running', engine: 'embedded', pid: process.pid, region, account, services })
    }
    case 'GET /_sandbox/journal':
      return jsonResponse(200, { entries: host.journal.entries() })
    case 'GET /_sandbox/coverage':
      return jsonResponse(200, await coverage(dispatch))
    case 'POST /_sandbox/reset':
      await reset()
      return jsonResponse(200, { status: 'reset' })
    default:
      return jsonResponse(404, { message: `There is no ${request.method} ${request.path} here.` })
  }
}

/** What AWS has and what we answer, counted from the schemas and the tables. */
async function coverage(dispatch: Dispatch): Promise<Record<string, { implemented: string[]; missing: string[] }>> {
  const found: Record<string, { implemented: string[]; missing: string[] }> = {}
  for (const { name } of dispatch.catalog) {
    const service = (await dispatch.service(name))!
    const names = [...service.protocol.operationNames()].sort()
    found[name] = {
      implemented: names.filter((operation) => service.operations[operation]),
      missing: names.filter((operation) => !service.operations[operation]),
    }
  }
  return found
}
