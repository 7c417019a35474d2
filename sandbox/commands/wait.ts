import { explainMissing } from './support/explain.ts'
import { note, paint, print, printJson } from './support/output.ts'
import { fileName, untilProcessed } from './support/processed.ts'
import { findTarget, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

export interface WaitOptions extends TargetOptions {
  readonly timeout?: string
  readonly json?: boolean
}

/** Seconds on the command line to a point in time, in epoch milliseconds. */
export function deadlineOf(seconds: string | undefined): number {
  const timeout_s = Number(seconds ?? 30)
  if (!(timeout_s > 0)) throw new UserError(`--timeout ${seconds} is no time. Give seconds, such as 30.`, EXIT.usage)
  return Date.now() + timeout_s * 1000
}

/** `sandbox wait <key…>`: until each file's latest upload is processed; exits 5 when the time is up. */
export async function wait(keys: readonly string[], options: WaitOptions): Promise<void> {
  const deadline = deadlineOf(options.timeout)
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
