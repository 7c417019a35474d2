import type { Host } from '../../kernel/context.ts'
import type { HttpRequest, HttpResponse } from '../../kernel/http.ts'

/** What there is below `/_sandbox/iam/`; loaded when it is asked for. */
export async function control(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  if (request.method !== 'GET') return undefined
  if (request.path === '/_sandbox/iam/why') return (await import('./why.ts')).why(request, host)
  if (request.path === '/_sandbox/iam/review') return (await import('./review.ts')).review(request, host)
  return undefined
}
