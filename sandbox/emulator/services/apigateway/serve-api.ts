import type { Host } from '../../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../../kernel/http.ts'
import { serve } from './gateway/serve.ts'
import { ownerOf } from './owners.ts'
import { addressOf } from './rest/gateway/call.ts'

/** Answers a request to a deployed API of either generation: its id tells of which. */
export async function serveApi(request: HttpRequest, host: Host): Promise<HttpResponse> {
  if (ownerOf(host.store, addressOf(request).apiId)?.kind !== 'REST') return serve(request, host)
  return (await import('./rest/gateway/serve.ts')).serve(request, host)
}
