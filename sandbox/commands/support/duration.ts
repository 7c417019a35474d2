import { EXIT, UserError } from './user-error.ts'

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `500ms`, `30s`, `5m`, `1h` or `2d` in milliseconds. Throws `UserError`. */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? []
  if (amount !== undefined) return Number(amount) * UNITS_MS[unit!]!
  throw new UserError(`${text === '' ? 'Nothing' : text} is no length of time. Give a number and a unit: 500ms, 30s, 5m, 1h or 2d.`, EXIT.usage)
}

/** Milliseconds as `1h 30m`: the two largest units, to the second. */
export function showDuration(ms: number): string {
  const found: string[] = []
  let left = Math.round(ms / 1000) * 1000
  for (const [unit, size] of Object.entries(UNITS_MS).toReversed()) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count > 0) found.push(`${count}${unit}`)
  }
  return found.slice(0, 2).join(' ')
}
