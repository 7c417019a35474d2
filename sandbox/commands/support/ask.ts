import { createInterface } from 'node:readline/promises'
import { EXIT, UserError } from './user-error.ts'

export interface AskOptions {
  /** Whatever would be asked is answered with yes. */
  readonly yes?: boolean
}

/** Throws where there is nobody to ask, before anything has begun. */
export function needsTerminal({ yes }: AskOptions, what: string): void {
  if (yes || process.stdin.isTTY) return
  throw new UserError(`Nothing was done: to ${what} needs a yes, and there is no terminal to ask at. Add --yes.`, EXIT.usage)
}

/** Asks on standard error; only a yes is one. */
export async function agreed({ yes }: AskOptions, question: string): Promise<boolean> {
  if (yes) return true
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  const given = new Promise<string>((resolve) => {
    asking.once('close', () => resolve(''))
    void asking.question(`${question} [y/N] `).then(resolve, () => resolve(''))
  })
  const answer = await given
  asking.close()
  return /^y(es)?$/i.test(answer.trim())
}
