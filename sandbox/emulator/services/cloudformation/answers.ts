import type { Host } from '../../kernel/context.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../../kernel/http.ts'

const PATH = '/_sandbox/cloudformation/answers/'

/** What custom resources are waiting for, by the secret part of the address. */
const waiting = new WeakMap<Host['store'], Map<string, (text: string) => void>>()

function waitersOf({ store }: Pick<Host, 'store'>): Map<string, (text: string) => void> {
  let waiters = waiting.get(store)
  if (!waiters) waiting.set(store, (waiters = new Map()))
  return waiters
}

/** A new address to PUT an answer to, and the answer; undefined where none comes in time. */
export function awaitAnswer(host: Host, timeout_ms: number, signal: AbortSignal) {
  const token = host.ids.hex(32)
  const waiters = waitersOf(host)
  const answer = new Promise<string | undefined>((resolve) => {
    const end = (text?: string) => {
      cancel()
      signal.removeEventListener('abort', stop)
      waiters.delete(token)
      resolve(text)
    }
    const stop = () => end()
    const cancel = host.clock.after(timeout_ms, stop)
    signal.addEventListener('abort', stop, { once: true })
    waiters.set(token, end)
  })
  return { url: `${host.settings.endpoint}${PATH}${token}`, requestId: host.ids.uuid(), answer }
}

/** Takes the answer of a custom resource's function, as S3 takes it in AWS. */
export async function takeAnswer(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  if (request.method !== 'PUT' || !request.path.startsWith(PATH)) return undefined
  const end = waitersOf(host).get(request.path.slice(PATH.length))
  if (!end) return jsonResponse(403, { message: 'Nobody waits for this answer (any more).' })
  end((await request.bytes()).toString('utf8'))
  return { status: 200, headers: {}, body: '' }
}
