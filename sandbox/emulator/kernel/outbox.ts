import type { Socket } from 'node:net'

/** With fewer answers a turn a client does more while the next is made than its waking costs. */
const MANY = 4

/**
 * Where many are answered in a turn of the event loop, lets the answers out together at its end: each write to a client
 * that waits wakes it, which costs as much as all else of a small answer; of many in a row only the first finds it waiting.
 */
export class Outbox {
  readonly #held: Socket[] = []
  #inThisTurn = 0
  #isBusy = false

  /** To be called before an answer is written to `socket`: in a busy turn, what is written waits for the turn's end. */
  hold(socket: Socket): void {
    if (this.#inThisTurn++ === 0) setImmediate(this.#endTurn)
    if (!this.#isBusy && this.#inThisTurn === 1) return
    this.#held.push(socket)
    socket.cork()
  }

  readonly #endTurn = (): void => {
    this.#isBusy = this.#inThisTurn >= MANY
    this.#inThisTurn = 0
    for (const socket of this.#held) socket.uncork()
    this.#held.length = 0
  }
}
