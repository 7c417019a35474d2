import { print, printJson } from './support/output.ts'
import { findSession, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

type Options = TargetOptions & { readonly json?: boolean }

interface Shown {
  readonly now: string
  readonly frozen: boolean
  readonly ahead_ms: number
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `sandbox clock`: what time it is in the sandbox, after it was stopped, moved on or set going again. */
export async function clock(action: string | undefined, by: string | undefined, options: Options): Promise<void> {
  const body = action === undefined ? undefined : JSON.stringify({ action, ...(action === 'advance' ? { by_ms: durationOf(by) } : {}) })
  const { endpoints } = await findSession(options)
  const response = await fetch(`${endpoints.edge}/_sandbox/clock`, body === undefined ? {} : { method: 'POST', body })
  const shown = (await response.json().catch(() => ({}))) as Shown & { message?: string }
  if (!response.ok) throw new UserError(shown.message ?? `The engine at ${endpoints.edge} has no clock that can be moved. Only the embedded engine has.`, EXIT.pipelineFailed)
  if (options.json) return printJson(shown)
  const ahead = Math.abs(shown.ahead_ms) < 1000 ? '' : `, ${inWords(Math.abs(shown.ahead_ms))} ${shown.ahead_ms > 0 ? 'ahead of' : 'behind'} this machine`
  print(`${shown.now}${shown.frozen ? ', standing still' : ''}${ahead}`)
}

function durationOf(text: string | undefined): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text ?? '') ?? []
  if (amount !== undefined) return Number(amount) * UNITS_MS[unit!]!
  throw new UserError(`${text ?? 'Nothing'} is no time to advance by. Give a number and a unit: 500ms, 30s, 5m, 1h or 2d.`, EXIT.usage)
}

function inWords(ms: number): string {
  const units = Object.entries(UNITS_MS).toReversed()
  const found: string[] = []
  let left = Math.round(ms / 1000) * 1000
  for (const [unit, size] of units) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count > 0) found.push(`${count}${unit}`)
  }
  return found.slice(0, 2).join(' ')
}
