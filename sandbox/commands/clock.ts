import { parseDuration, showDuration } from './support/duration.ts'
import { print, printJson } from './support/output.ts'
import { findSession, embeddedEndpoints, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

type Options = TargetOptions & { readonly json?: boolean }

interface Shown {
  readonly now: string
  readonly frozen: boolean
  readonly ahead_ms: number
}

/** `sandbox clock`: what time it is in the sandbox, after it was stopped, moved on or set going again. */
export async function clock(action: string | undefined, by: string | undefined, options: Options): Promise<void> {
  const body = action === undefined ? undefined : JSON.stringify({ action, ...(action === 'advance' ? { by_ms: parseDuration(by ?? '') } : {}) })
  const endpoints = embeddedEndpoints(await findSession(options), 'stop or move its clock')
  const response = await fetch(`${endpoints.edge}/_sandbox/clock`, body === undefined ? {} : { method: 'POST', body })
  const shown = (await response.json().catch(() => ({}))) as Shown & { message?: string }
  if (!response.ok) throw new UserError(shown.message ?? `The engine at ${endpoints.edge} has no clock that can be moved. Only the embedded engine has.`, EXIT.pipelineFailed)
  if (options.json) return printJson(shown)
  const ahead = Math.abs(shown.ahead_ms) < 1000 ? '' : `, ${showDuration(Math.abs(shown.ahead_ms))} ${shown.ahead_ms > 0 ? 'ahead of' : 'behind'} this machine`
  print(`${shown.now}${shown.frozen ? ', standing still' : ''}${ahead}`)
}
