import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { DROPPED } from './faults.ts'
import type { HttpRequest, HttpResponse } from './http.ts'
import { writeAnswer } from './plain-answer.ts'
import type { Outbox } from './outbox.ts'
import { andThen, orElse } from './sooner.ts'
import { readPlain, type HeaderName, type PlainRequest } from './plain-request.ts'

interface Options {
  handle(request: HttpRequest): HttpResponse | Promise<HttpResponse>
  /** What is said where `handle` throws. */
  failure(error: unknown): HttpResponse
  date(): string
  readonly outbox: Outbox
  /** Takes over the connection, on which all that is yet to be answered has been put back. */
  otherwise(socket: Socket): void
}

/** Answers the plain requests of a connection, one after the other, until one comes that is not plain. */
export class PlainConnection {
  readonly #socket: Socket
  readonly #options: Options
  readonly #names: HeaderName[] = []
  #isBusy = false
  #isEnded = false
  /** Came while a request was being answered. */
  #rest: Buffer | undefined

  constructor(socket: Socket, options: Options) {
    this.#socket = socket
    this.#options = options
    socket.on('data', this.#onData)
    socket.on('end', this.#onEnd)
  }

  readonly #onData = (chunk: Buffer): void => {
    if (this.#isBusy) this.#wait(this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk)
    else this.#take(chunk)
  }

  readonly #onEnd = (): void => {
    this.#isEnded = true
    if (!this.#isBusy) this.#socket.end()
  }

  #wait(rest: Buffer): void {
    this.#rest = rest
    this.#socket.pause()
  }

  #take(bytes: Buffer): void {
    const request = readPlain(bytes, this.#socket, this.#names)
    if (!request) return this.#leave(bytes)
    this.#isBusy = true
    if (request.size < bytes.length) this.#wait(bytes.subarray(request.size))
    this.#answer(request)
  }

  #leave(bytes: Buffer): void {
    this.#socket.off('data', this.#onData)
    this.#socket.off('end', this.#onEnd)
    this.#socket.unshift(bytes)
    this.#options.otherwise(this.#socket)
  }

  #answer(request: PlainRequest): void {
    const { handle, failure } = this.#options
    const written = orElse(
      () => andThen(handle(request), (response) => this.#write(request, response)),
      (error) => this.#write(request, failure(error)),
    )
    if (written instanceof Promise) void written.then(this.#next)
    else this.#next()
  }

  readonly #next = (): void => {
    this.#isBusy = false
    const rest = this.#rest
    if (rest) {
      this.#rest = undefined
      this.#isBusy = true
      // In a turn of its own: of many requests in one packet each would stand on the last one's stack.
      queueMicrotask(() => {
        this.#isBusy = false
        this.#socket.resume()
        this.#take(rest)
      })
    } else if (this.#isEnded) this.#socket.end()
  }

  /** When the next may follow, where that is not at once. */
  #write(request: PlainRequest, response: HttpResponse): Promise<unknown> | undefined {
    const { outbox, date } = this.#options
    if (response.status === DROPPED) this.#socket.destroy()
    if (!this.#socket.destroyed) {
      outbox.hold(this.#socket)
      return writeAnswer(this.#socket, request.method, response, date())
    }
    if (response.body instanceof Readable) response.body.destroy()
    return undefined
  }
}
