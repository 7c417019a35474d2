import { readFileSync } from 'node:fs'
import type { Clock } from '../../../kernel/clock.ts'

const EVERY_MS = 20

/**
 * Looks again and again at what a process and its children have of memory for themselves, and calls `exceeded` once when
 * that is more than `limit_mb`. AWS's environments have a control group for it, which takes a right that an ordinary user
 * lacks. Where the system does not tell (it is not Linux) nothing is ever too much. The function that comes back ends it.
 */
export function watchMemory({ machine }: Clock, pid: number, limit_mb: number, exceeded: () => void): () => void {
  let cancel = () => {}
  const look = () => {
    const used_kib = own_kib(pid)
    if (used_kib === undefined) return
    if (used_kib > limit_mb * 1024) exceeded()
    else cancel = machine.after(EVERY_MS, look)
  }
  cancel = machine.after(EVERY_MS, look)
  return () => cancel()
}

/** Resident and not of files, which several may share; undefined where there is no such process. */
function own_kib(pid: number): number | undefined {
  try {
    const own = /^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    if (own === undefined) return undefined
    return Number(own) + childrenOf(pid).reduce((sum, child) => sum + (own_kib(child) ?? 0), 0)
  } catch {
    return undefined
  }
}

/** Of the first thread, which is where a runtime starts its programs. Some kernels do not tell. */
function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}
