import type { Host } from './context.ts'

type Where = Pick<Host, 'store' | 'signals'>

/** Signalled whenever some work has ended. */
const ENDED = 'kernel:work-ended'

/** What each engine is working on. */
const underWay = new WeakMap<Host['store'], Set<() => string>>()

/**
 * Says that something has begun that a person would wait for: a request, records to deliver, a retry that is due later.
 * `what` names it for those who wait; calling the returned function says that it has ended.
 */
export function beginWork({ store, signals }: Where, what: () => string): () => void {
  let all = underWay.get(store)
  if (!all) underWay.set(store, (all = new Set()))
  // The same function may be given twice.
  const entry = () => what()
  all.add(entry)
  return () => {
    if (all.delete(entry)) signals.notify(ENDED)
  }
}

/** With all state what was to come of it goes as well. */
export function forgetWork({ store, signals }: Where): void {
  underWay.get(store)?.clear()
  signals.notify(ENDED)
}

export function workUnderWay({ store }: Pick<Where, 'store'>): string[] {
  return [...(underWay.get(store) ?? [])].map((what) => what())
}

/** Waits until nothing is under way, for `timeout_ms` at most; gives what still is by then. */
export async function settle(host: Where & Pick<Host, 'clock'>, timeout_ms: number): Promise<readonly string[]> {
  const over = new AbortController()
  const cancel = host.clock.machine.after(timeout_ms, () => over.abort())
  if (timeout_ms <= 0) over.abort()
  try {
    for (;;) {
      const seen = host.signals.version(ENDED)
      if (await isQuiet(host, seen)) return []
      if (over.signal.aborted) return workUnderWay(host)
      if (workUnderWay(host).length > 0) await host.signals.changed(ENDED, seen, over.signal)
    }
  } finally {
    cancel()
  }
}

/** One piece of work may lead to the next a moment later: only when nothing has come for two turns is it quiet. */
async function isQuiet(host: Where, seen: number): Promise<boolean> {
  for (let turn = 0; turn < 2; turn++) {
    if (workUnderWay(host).length > 0) return false
    await new Promise((resolve) => setImmediate(resolve))
  }
  return workUnderWay(host).length === 0 && host.signals.version(ENDED) === seen
}
