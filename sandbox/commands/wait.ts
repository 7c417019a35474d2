import { explainMissing } from './support/explain.ts'
import { untilIdle } from './support/idle.ts'
import { note, paint, print, printJson } from './support/output.ts'
import { fileName, untilProcessed } from './support/processed.ts'
import { findSession, findTarget, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

export interface WaitOptions extends TargetOptions {
  readonly timeout?: string
  readonly json?: boolean
  readonly idle?: boolean
}

/** Seconds on the command line to a point in time, in epoch milliseconds. */
export function deadlineOf(seconds: string | undefined): number {
  const timeout_s = Number(seconds ?? 30)
  if (!(timeout_s > 0)) throw new UserError(`--timeout ${seconds} is no time. Give seconds, such as 30.`, EXIT.usage)
  return Date.now() + timeout_s * 1000
}

/** `sandbox wait <key…>`, `sandbox wait --idle`: see the two; exits 5 when the time is up. */
export async function wait(keys: readonly string[], options: WaitOptions): Promise<void> {
  const deadline = deadlineOf(options.timeout)
  if (keys.length === 0 && !options.idle) throw new UserError('Name what to wait for: files, or --idle for the end of all work.', EXIT.usage)
  if (keys.length > 0) await waitForFiles(keys, options, deadline)
  if (options.idle) await waitForIdle(options, deadline)
}

/** Until nothing is in flight: no request, no invocation, no record that is to be delivered, no retry that is due later. */
async function waitForIdle(options: WaitOptions, deadline: number): Promise<void> {
  const inFlight = await untilIdle(await findSession(options), deadline)
  if (options.json) printJson({ idle: inFlight.length === 0, inFlight })
  else if (inFlight.length === 0) print(`${paint('green', 'idle')}  nothing is in flight`)
  for (const what of options.json ? [] : inFlight) note(`still in flight: ${what}`)
  if (inFlight.length > 0) throw new UserError(`Time is up: ${inFlight.length} still in flight.`, EXIT.timeout)
}

/** Until each file's latest upload is processed. */
async function waitForFiles(keys: readonly string[], options: WaitOptions, deadline: number): Promise<void> {
  const target = await findTarget(options)
  try {
    const looks = await Promise.all(keys.map((key) => untilProcessed(target, fileName(key), deadline)))
    const missing = looks.filter(({ state }) => state !== 'done')
    const lines = missing.length > 0 ? await explainMissing(target, missing) : []
    if (options.json) printJson({ done: looks.filter(({ state }) => state === 'done'), missing, explanation: lines })
    else {
      for (const { state, result } of looks)
        if (state === 'done') print(`${paint('green', 'processed')}  s3://${result!.bucket}/${result!.key}`)
      for (const text of lines) note(text)
    }
    if (missing.length > 0)
      throw new UserError(`Time is up: ${missing.length} of ${keys.length} not processed (${missing.map(({ name }) => name).join(', ')}).`, EXIT.timeout)
  } finally {
    await target.clients.destroy()
  }
}
