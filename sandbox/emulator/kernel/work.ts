import type { Host } from './context.ts'

type Where = Pick<Host, 'store' | 'signals'>

/** Signalled whenever some work has ended. */
const ENDED = 'kernel:work-ended'

interface Piece {
  readonly what: () => string
  /** Whose it is, where that is known. */
  readonly account: string | (() => string | undefined) | undefined
  /** In order of their beginnings. */
  readonly number: number
  /** In the list; -1 when it has ended. */
  place: number
}

/**
 * What each engine is working on, in no order. No `Set`: as its members come and go it makes a new table every few of
 * them, of which the old holds the new, so that once one is old to the garbage collector much of what follows stays.
 */
interface UnderWay {
  readonly pieces: Piece[]
  begun: number
}

const underWay = new WeakMap<Host['store'], UnderWay>()

/**
 * Says that something has begun that a person would wait for: a request, records to deliver, a retry that is due later.
 * `what` names it for those who wait, `account` says whose it is; calling the returned function says that it has ended.
 */
export function beginWork({ store, signals }: Where, what: () => string, account?: Piece['account']): () => void {
  let all = underWay.get(store)
  if (!all) underWay.set(store, (all = { pieces: [], begun: 0 }))
  const { pieces } = all
  const piece: Piece = { what, account, number: all.begun++, place: pieces.length }
  pieces.push(piece)
  return () => {
    if (!remove(pieces, piece)) return
    signals.notify(ENDED)
    if (typeof account === 'string') signals.notify(`${ENDED}/${account}`)
  }
}

/** The last one takes its place. */
function remove(pieces: Piece[], piece: Piece): boolean {
  if (piece.place < 0) return false
  const last = pieces.pop()!
  if (last !== piece) pieces[(last.place = piece.place)] = last
  piece.place = -1
  return true
}

/** With all state, or all of an account's, what was to come of it goes as well. */
export function forgetWork({ store, signals }: Where, account?: string): void {
  const pieces = underWay.get(store)?.pieces ?? []
  for (const piece of [...pieces]) if (account === undefined || accountOf(piece) === account) remove(pieces, piece)
  signals.notify(ENDED)
}

const accountOf = ({ account }: Piece) => (typeof account === 'function' ? account() : account)

/** Of one account, where it is given: its own, and what may be its own. */
export function workUnderWay({ store }: Pick<Where, 'store'>, account?: string): string[] {
  const all = underWay.get(store)?.pieces ?? []
  const pieces = account === undefined ? all : all.filter((piece) => (accountOf(piece) ?? account) === account)
  return pieces.toSorted((a, b) => a.number - b.number).map(({ what }) => what())
}

/** Waits until nothing is under way (of one account, where it is given), for `timeout_ms` at most; gives what still is by then. */
export async function settle(host: Where & Pick<Host, 'clock'>, timeout_ms: number, account?: string): Promise<readonly string[]> {
  const over = new AbortController()
  const cancel = host.clock.machine.after(timeout_ms, () => over.abort())
  if (timeout_ms <= 0) over.abort()
  try {
    for (;;) {
      const seen = host.signals.version(ENDED)
      if (await isQuiet(host, account)) return []
      if (over.signal.aborted) return workUnderWay(host, account)
      if (workUnderWay(host, account).length > 0) await host.signals.changed(ENDED, seen, over.signal)
    }
  } finally {
    cancel()
  }
}

/** One piece of work may lead to the next a moment later: only when nothing has come for two turns is it quiet. */
async function isQuiet(host: Where, account?: string): Promise<boolean> {
  const topic = account === undefined ? ENDED : `${ENDED}/${account}`
  const seen = host.signals.version(topic)
  for (let turn = 0; turn < 2; turn++) {
    if (workUnderWay(host, account).length > 0) return false
    await new Promise((resolve) => setImmediate(resolve))
  }
  return workUnderWay(host, account).length === 0 && host.signals.version(topic) === seen
}

const owners = new WeakMap<object, string>()

/** Says whose a request is that nobody has signed. */
export function belongsTo(request: object, account: string): void {
  owners.set(request, account)
}

export const ownerOf = (request: object): string | undefined => owners.get(request)
