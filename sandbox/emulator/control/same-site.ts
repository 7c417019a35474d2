import { isIP } from 'node:net'
import type { Host } from '../kernel/context.ts'
import { hostName, jsonResponse, type HttpRequest, type HttpResponse } from '../kernel/http.ts'

/**
 * What is below `/_sandbox/` can read and change everything, with no signature, so pages of other sites must not reach it
 * through a visitor's browser. Two ways are closed: a name of theirs that leads here (DNS rebinding; told by the `Host`
 * header), and requests that they send across (told by `Sec-Fetch-Site` and `Origin`, which no page can change).
 * The answer that refuses a request, or undefined.
 */
export function refuseOtherSites(request: HttpRequest, host: Host): HttpResponse | undefined {
  if (!isOwnName(request.host, host))
    return refused(`"${request.host}" is no name of this machine. Use http://127.0.0.1:<port>/_sandbox/, or start with that name as the public URL.`)
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const { origin, host: addressed, 'sec-fetch-site': site } = request.headers
  const isFromElsewhere = site === 'cross-site' || site === 'same-site' || (origin !== undefined && hostOf(origin) !== addressed)
  return isFromElsewhere ? refused('Pages of other origins may not change anything here.') : undefined
}

/** Names that nobody can register, and so nobody else's pages have: addresses, single words, and endings kept for private use. */
function isOwnName(name: string, { settings }: Host): boolean {
  const bare = name.replace(/^\[|\]$/g, '')
  if (isIP(bare) > 0 || !bare.includes('.')) return true
  return /\.(localhost|internal|local|test|lan|home\.arpa)$/.test(bare) || hostName(hostOf(settings.endpoint) ?? '') === bare
}

function hostOf(url: string): string | undefined {
  try {
    return new URL(url).host
  } catch {
    return undefined
  }
}

const refused = (message: string) => jsonResponse(403, { message })
