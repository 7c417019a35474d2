import type { Host } from '../../kernel/context.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../../kernel/http.ts'

const PATH = '/_sandbox/cloudformation/signals/'

/** What somebody has told a wait condition. */
export interface WaitSignal {
  readonly Status: 'SUCCESS' | 'FAILURE'
  readonly Reason: string
  readonly UniqueId: string
  readonly Data: string
}

interface Handle {
  /** By their unique ids: the same one again counts once. */
  readonly received: Map<string, WaitSignal>
  readonly watchers: Set<() => void>
}

/** By the secret part of the address. */
const handles = new WeakMap<Host['store'], Map<string, Handle>>()

function handlesOf({ store }: Pick<Host, 'store'>): Map<string, Handle> {
  let known = handles.get(store)
  if (!known) handles.set(store, (known = new Map()))
  return known
}

/** A new address to PUT signals to. */
export function openHandle(host: Host): string {
  const token = host.ids.hex(32)
  handlesOf(host).set(token, { received: new Map(), watchers: new Set() })
  return `${host.settings.endpoint}${PATH}${token}`
}

const tokenOf = (url: string) => url.slice(url.lastIndexOf('/') + 1)

export const closeHandle = (host: Host, url: string) => void handlesOf(host).delete(tokenOf(url))

/** What has come when there are `count` signals or one of failure, or when the time is over. Undefined: there is no such handle. */
export function awaitSignals(host: Host, url: string, count: number, timeout_ms: number, signal: AbortSignal): Promise<readonly WaitSignal[]> | undefined {
  const handle = handlesOf(host).get(tokenOf(url))
  if (!handle) return undefined
  return new Promise((resolve) => {
    const end = () => {
      cancel()
      signal.removeEventListener('abort', end)
      handle.watchers.delete(look)
      resolve([...handle.received.values()])
    }
    const look = () => {
      const all = [...handle.received.values()]
      if (all.length >= count || all.some(({ Status }) => Status === 'FAILURE')) end()
    }
    const cancel = host.clock.after(timeout_ms, end)
    signal.addEventListener('abort', end, { once: true })
    handle.watchers.add(look)
    look()
  })
}

/** Takes a signal, as S3 takes it in AWS. */
export async function takeSignal(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  if (request.method !== 'PUT' || !request.path.startsWith(PATH)) return undefined
  const handle = handlesOf(host).get(request.path.slice(PATH.length))
  const told = handle && read((await request.bytes()).toString('utf8'))
  if (!handle) return jsonResponse(403, { message: 'There is no such wait condition handle.' })
  if (!told) return jsonResponse(400, { message: 'A signal is {"Status": "SUCCESS" or "FAILURE", "Reason": …, "UniqueId": …, "Data": …}.' })
  handle.received.set(told.UniqueId, told)
  for (const look of [...handle.watchers]) look()
  return { status: 200, headers: {}, body: '' }
}

function read(text: string): WaitSignal | undefined {
  try {
    const { Status, Reason = '', UniqueId, Data = '' } = JSON.parse(text) as Partial<WaitSignal>
    return (Status === 'SUCCESS' || Status === 'FAILURE') && typeof UniqueId === 'string' ? { Status, Reason: String(Reason), UniqueId, Data: String(Data) } : undefined
  } catch {
    return undefined
  }
}
