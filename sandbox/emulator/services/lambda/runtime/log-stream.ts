import type { Caller, Host } from '../../../kernel/context.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { beginWork } from '../../../kernel/work.ts'

const BATCH_EVENTS = 10_000
const BATCH_BYTES = 1_048_576
const EVENT_OVERHEAD_BYTES = 26
/** Long enough for a short invocation to end, short enough for someone who follows the log. */
const LONGEST_WAIT_MS = 100
const LONGEST_MESSAGE_BYTES = 262_144 - EVENT_OVERHEAD_BYTES

interface LogEvent {
  readonly timestamp: number
  readonly message: string
}

/**
 * One environment's log stream. Lines are written in the role's name, in order and in batches, after the invocation
 * has been answered; the group and the stream are made with the first batch. Where CloudWatch Logs refuses, the lines
 * are lost and the function runs on, as in AWS; the user is told once.
 */
export class LogStream {
  readonly #host: Host
  readonly #caller: Caller
  readonly #group: string
  readonly #stream: string
  #buffer: LogEvent[] = []
  #writing: Promise<void> | undefined
  #cancelTimer: (() => void) | undefined
  /** Says that all lines are handed over. */
  #ended: (() => void) | undefined
  #made = false
  #told = false

  constructor(host: Host, caller: Caller, group: string, stream: string) {
    this.#host = host
    this.#caller = caller
    this.#group = group
    this.#stream = stream
  }

  write(message: string): void {
    for (const part of split(message)) this.#buffer.push({ timestamp: this.#host.clock.now(), message: part })
    this.#ended ??= beginWork(this.#host, () => `lambda: log lines for ${this.#group}`)
    if (!this.#writing) this.#cancelTimer ??= this.#host.clock.machine.after(LONGEST_WAIT_MS, () => this.flush())
  }

  /** Hands over what has been written so far, in a moment; without it that happens by itself, a little later. */
  flush(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    if (this.#buffer.length > 0) this.#writing ??= this.#drain()
  }

  /** Resolves when everything written so far has been handed over. */
  async flushed(): Promise<void> {
    this.flush()
    while (this.#writing) await this.#writing
  }

  async #drain(): Promise<void> {
    // A turn later, so that the lines of one moment travel together and never before the answer.
    await new Promise((resolve) => setImmediate(resolve))
    try {
      if (!this.#made) await this.#make()
      while (this.#buffer.length > 0) {
        const logEvents = this.#nextBatch()
        await this.#call('PutLogEvents', { logGroupName: this.#group, logStreamName: this.#stream, logEvents })
      }
    } catch (error) {
      this.#refuse(error)
    } finally {
      this.#writing = undefined
      this.#ended?.()
      this.#ended = undefined
    }
  }

  #nextBatch(): LogEvent[] {
    let bytes = 0
    let count = 0
    for (const event of this.#buffer) {
      bytes += Buffer.byteLength(event.message) + EVENT_OVERHEAD_BYTES
      if (count > 0 && (bytes > BATCH_BYTES || count >= BATCH_EVENTS)) break
      count++
    }
    return this.#buffer.splice(0, count)
  }

  async #make(): Promise<void> {
    await this.#call('CreateLogGroup', { logGroupName: this.#group }).catch(unlessMade)
    await this.#call('CreateLogStream', { logGroupName: this.#group, logStreamName: this.#stream }).catch(unlessThere)
    this.#made = true
  }

  #call(operation: string, input: object): Promise<unknown> {
    return this.#host.call(this.#caller, 'logs', operation, input)
  }

  /** The next lines are tried again: what the role may not do now, it may after a change of its policy. */
  #refuse(error: unknown): void {
    this.#buffer = []
    if (this.#told) return
    this.#told = true
    const reason = error instanceof Error ? error.message : String(error)
    this.#host.settings.log(`The log lines for ${this.#group} cannot be written: ${reason}`)
  }
}

/** A role that may not make groups can write into one that is there. */
function unlessMade(error: unknown): void {
  if (!(error instanceof AwsError) || error.code !== 'AccessDeniedException') unlessThere(error)
}

function unlessThere(error: unknown): void {
  if (!(error instanceof AwsError) || error.code !== 'ResourceAlreadyExistsException') throw error
}

function split(message: string): string[] {
  if (message.length * 3 <= LONGEST_MESSAGE_BYTES || Buffer.byteLength(message) <= LONGEST_MESSAGE_BYTES) return [message]
  const bytes = Buffer.from(message)
  const parts: string[] = []
  for (let at = 0; at < bytes.length; ) {
    let next = Math.min(bytes.length, at + LONGEST_MESSAGE_BYTES)
    while (next < bytes.length && (bytes[next]! & 0xc0) === 0x80) next--
    parts.push(bytes.subarray(at, next).toString())
    at = next
  }
  return parts
}
