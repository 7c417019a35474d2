import type { Host } from '../../kernel/context.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../../kernel/http.ts'
import { checkpoints } from './checkpoint.ts'
import { runtimeOf } from './runtime/index.ts'

/**
 * What Lambda does not tell and one wants to see: `GET /_sandbox/lambda/usage` (processes by function),
 * `GET /_sandbox/lambda/positions` (how far each mapping has come in each shard), both for `?account=…&region=…`.
 */
export function engineViews(request: HttpRequest, host: Host): HttpResponse | undefined {
  if (request.method !== 'GET') return undefined
  const { defaultAccount, defaultRegion } = host.settings
  const account = request.query.get('account') ?? defaultAccount
  const region = request.query.get('region') ?? defaultRegion
  switch (request.path) {
    case '/_sandbox/lambda/usage':
      return jsonResponse(200, { usage: runtimeOf(host).usage().filter((one) => one.account === account && one.region === region) })
    case '/_sandbox/lambda/positions':
      return jsonResponse(200, { positions: positionsIn({ store: host.store, account, region }) })
    default:
      return undefined
  }
}

function positionsIn(scope: Parameters<typeof checkpoints>[0]) {
  return [...checkpoints(scope).entries()].map(([key, { after, drained, lanes }]) => {
    const [mapping, shard] = key.split('/')
    return { mapping, shard, after, drained: drained ?? false, lanes: lanes?.at(-1)?.after.map((mark) => mark ?? null) ?? [] }
  })
}
