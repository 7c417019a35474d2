import type { Host } from '../../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../../kernel/http.ts'
import { belongsTo } from '../../kernel/work.ts'
import { serve } from './gateway/serve.ts'
import { ownerOf } from './owners.ts'
import { addressOf } from './rest/gateway/call.ts'

/** Answers a request to a deployed API of either generation: its id tells of which. */
export async function serveApi(request: HttpRequest, host: Host): Promise<HttpResponse> {
  const owner = ownerOf(host.store, addressOf(request).apiId)
  if (owner) belongsTo(request, owner.account)
  if (owner?.kind !== 'REST') return serve(request, host)
  return (await import('./rest/gateway/serve.ts')).serve(request, host)
}
