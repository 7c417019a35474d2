import type { Caller, Host } from '../../../kernel/context.ts'
import type { Span, SpanLogs } from '../../../kernel/trace/span.ts'
import { configurationOf, type FunctionRecord } from '../state.ts'
import { LogStream } from './log-stream.ts'
import { platformLog, type PlatformLog } from './platform-log.ts'
import type { Report } from './report.ts'

const TAIL_BYTES = 4096
/** What an invocation's span keeps of it. */
const MOST_LINES = 100
const MOST_CHARACTERS = 8192

/** What one environment writes: the platform's lines and the process's own, and the end of it for who wants to see it. */
export class EnvironmentLog {
  readonly #host: Host
  readonly #function: FunctionRecord
  readonly #platform: PlatformLog
  #stream: LogStream | undefined
  /** Of the invocation that runs. */
  #tail: string | undefined
  #isFirst = true
  #name = ''
  #logs: SpanLogs | undefined
  #room = 0

  constructor(host: Host, found: FunctionRecord) {
    this.#host = host
    this.#function = found
    this.#platform = platformLog(found, () => host.clock.now())
  }

  /** From now on there is a stream to write to, in the role's name. */
  open(caller: Caller, name: string): void {
    this.#name = name
    this.#stream = new LogStream(this.#host, caller, this.#function.logging.LogGroup!, name)
    this.#write(this.#platform.initStart(configurationOf(this.#function).RuntimeVersionConfig!.RuntimeVersionArn!))
  }

  /** What a process has written; a line has its end. */
  message(text: string): void {
    this.#write(text.endsWith('\n') ? text : `${text}\n`)
  }

  /** What the engine itself has to say, in the function's format. */
  note(text: string): void {
    const isJson = this.#function.logging.LogFormat === 'JSON'
    this.message(isJson ? JSON.stringify({ timestamp: new Date(this.#host.clock.now()).toISOString(), level: 'INFO', message: text }) : text)
  }

  sentence(text: string): void {
    this.#write(this.#platform.sentence(text))
  }

  initReport(duration_ms: number, status: 'error' | 'timeout', errorType?: string): void {
    this.#write(this.#platform.initReport(duration_ms, status, errorType))
  }

  extension(name: string, state: string, events: readonly string[]): void {
    this.#write(this.#platform.extension(name, state, events))
  }

  begin(requestId: string, span: Span): void {
    this.#tail = ''
    this.#room = MOST_CHARACTERS
    this.#logs = span.logs = { group: this.#function.logging.LogGroup!, stream: this.#name, lines: [], left: 0 }
    this.#write(this.#platform.start(requestId))
  }

  /** END and REPORT; gives the last of what the invocation has logged. The initialisation is told with the first only. */
  end(told: Report): string {
    const { init_ms: _, ...later } = told
    const report = this.#isFirst ? told : later
    this.#isFirst = false
    this.#write(this.#platform.end(report))
    this.#write(this.#platform.report(report))
    const tail = this.#tail ?? ''
    this.#tail = undefined
    this.#logs = undefined
    return tail
  }

  flush(): void {
    this.#stream?.flush()
  }

  async flushed(): Promise<void> {
    await this.#stream?.flushed()
  }

  #write(message: string | undefined): void {
    if (message === undefined) return
    this.#stream?.write(message)
    if (this.#logs) this.#show(message, this.#logs)
    if (this.#tail !== undefined) this.#tail = lastBytes(this.#tail + message)
  }

  #show(message: string, logs: SpanLogs): void {
    const text = message.trimEnd()
    this.#room -= text.length
    if (this.#room < 0 || logs.lines.length >= MOST_LINES) logs.left++
    else logs.lines.push({ time: this.#host.clock.now(), message: text })
  }
}

function lastBytes(text: string): string {
  return text.length > 4 * TAIL_BYTES ? text.slice(-TAIL_BYTES) : text
}
