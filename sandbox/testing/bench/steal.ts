import { readFileSync } from 'node:fs'

/** Ticks of all processors so far, and those that the machine's host kept back from it; undefined where the system does not tell. */
function ticks(): { readonly all: number; readonly stolen: number } | undefined {
  try {
    // user nice system idle iowait irq softirq steal; what follows is counted in these.
    const counts = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!.split(/\s+/).slice(1, 9).map(Number)
    return { all: counts.reduce((sum, count) => sum + count, 0), stolen: counts[7] ?? 0 }
  } catch {
    return undefined
  }
}

/** Tells at each call how much of the processors' time since the last one the machine's host has kept back, where it is worth a word. */
export function stealWatch(): () => string {
  let before = ticks()
  return () => {
    const [first, now] = [before, ticks()]
    before = now
    if (!first || !now || now.all === first.all) return ''
    const share = ((now.stolen - first.stolen) / (now.all - first.all)) * 100
    return share < 1 ? '' : `; meanwhile the machine's host kept back ${share.toFixed(0)} % of the processors`
  }
}
