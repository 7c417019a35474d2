import type { Uploaded } from '../commands/support/pipeline.ts'
import type { Sandbox } from './sandbox.ts'

export interface ProcessedOptions {
  readonly timeout_ms?: number
}

/** What a matcher of vitest's and of Jest's `expect` gives. */
export interface Matched {
  readonly pass: boolean
  message(): string
}

const matched = (pass: boolean, is: string, isNot: string): Matched => ({ pass, message: () => (pass ? is : isNot) })

/** For `expect.extend`; `sandbox/library/vitest.ts` says what each expects. */
export const matchers = {
  async toHaveProcessed(sandbox: Sandbox, upload: Uploaded | string, text?: string, options: ProcessedOptions = {}): Promise<Matched> {
    const name = typeof upload === 'string' ? upload : upload.key
    try {
      const found = await sandbox.processed(upload, options)
      const isWhole = text === undefined || found.text === text
      return matched(isWhole, `${name} was processed: ${shown(found.text)}`, `${name} was processed to ${shown(found.text)}, and not to ${shown(text ?? '')}`)
    } catch (error) {
      return matched(false, '', messageOf(error))
    }
  },

  async toBecomeIdle(sandbox: Sandbox, options: ProcessedOptions = {}): Promise<Matched> {
    try {
      await sandbox.idle(options)
      return matched(true, 'Nothing is in flight.', '')
    } catch (error) {
      return matched(false, '', messageOf(error))
    }
  },

  async toBeRefused(given: unknown, status?: number, message?: string | RegExp): Promise<Matched> {
    const refusal = await refusalOf(given)
    const wanted = `with ${status ?? 'a status from 400 to 499'}${message === undefined ? '' : ` and ${message}`}`
    if (!refusal) return matched(false, '', `It was accepted, and should have been refused ${wanted}.`)
    const isStatus = status === undefined ? refusal.status >= 400 && refusal.status < 500 : refusal.status === status
    const was = `It was refused with ${refusal.status}: ${refusal.text}`
    return matched(isStatus && says(refusal.text, message), was, `${was}\nIt should have been refused ${wanted}.`)
  },

  async toFailWith(given: unknown, code: string, message?: string | RegExp): Promise<Matched> {
    const failure = await failureOf(given)
    const wanted = `${code}${message === undefined ? '' : ` and ${message}`}`
    if (!failure) return matched(false, '', `The call succeeded, and should have failed with ${wanted}.`)
    const was = `The call failed with ${failure.name}: ${failure.message}`
    return matched(failure.name === code && says(failure.message, message), was, `${was}\nIt should have failed with ${wanted}.`)
  },

  async toBeDenied(given: unknown, action?: string): Promise<Matched> {
    const failure = await failureOf(given)
    const wanted = `been denied${action === undefined ? '' : ` ${action}`}`
    if (!failure) return matched(false, '', `The call succeeded, and should have ${wanted}.`)
    const was = `The call failed with ${failure.name}: ${failure.message}`
    return matched(/^(AccessDenied|UnauthorizedOperation)/.test(failure.name) && says(failure.message, action), was, `${was}\nIt should have ${wanted}.`)
  },
}

/** Of a promise (or what makes one) that rejects. */
async function failureOf(given: unknown): Promise<Error | undefined> {
  try {
    await (typeof given === 'function' ? (given as () => unknown)() : given)
    return undefined
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

interface Refusal {
  readonly status: number
  readonly text: string
}

/** Of an upload that was thrown back, or of an answer that says no. Rejects with what is neither. */
async function refusalOf(given: unknown): Promise<Refusal | undefined> {
  let answer: unknown
  try {
    answer = await (typeof given === 'function' ? (given as () => unknown)() : given)
  } catch (error) {
    const [, status, text] = /was refused: (\d{3}) ([^]*)$/.exec(messageOf(error)) ?? []
    if (status === undefined) throw error
    return { status: Number(status), text: text ?? '' }
  }
  if (!(answer instanceof Response) || answer.ok) return undefined
  return { status: answer.status, text: await answer.clone().text() }
}

function says(text: string, wanted: string | RegExp | undefined): boolean {
  if (wanted === undefined) return true
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

const LONGEST = 200
const shown = (text: string) => JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
