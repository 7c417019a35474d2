import type { Host } from '../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import { callOperation } from './call.ts'
import { dashboard } from './dashboard.ts'
import { object, overview } from './overview.ts'

/** The dashboard and what it asks for. Undefined: this is no part of it. */
export async function pages(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  switch (`${request.method} ${request.path}`) {
    case 'GET /_sandbox/state':
      return overview(request, host)
    case 'GET /_sandbox/state/object':
      return object(request, host)
    default:
      return (await callOperation(request, host)) ?? dashboard(request)
  }
}
