import { variablesOf } from '../commands/env.ts'
import { applyDefaults } from '../commands/support/stack.ts'
import type { LocalSession } from '../commands/support/session.ts'
import type { Target } from '../commands/support/target.ts'
import { UserError } from '../commands/support/user-error.ts'
import { act, type LabAction } from '../labs/actions.ts'
import { labNamed, stopLab, type Desk, type Progress } from '../labs/course.ts'
import { namesOf } from '../labs/names.ts'
import { createClients, type Clients } from '../stack/clients.ts'
import type { BuiltCode } from '../stack/resource.ts'
import { drawAccount, drawCode } from './codes.ts'

/** One person's account on the engine, with a pipeline and labs of its own. */
export class Seat {
  readonly number: number
  readonly account = drawAccount()
  readonly code = drawCode(10)
  /** Of who sits there, as they said. */
  holder = ''
  /** Labs that were passed, and how. */
  readonly passed = new Map<string, { readonly at: string; readonly hints: number; readonly solved: boolean }>()
  /** Epoch milliseconds. */
  lastProgress = Date.now()
  readonly #session: LocalSession
  readonly #clients: Clients
  #target: Promise<Target> | undefined
  #seeded: Uint8Array<ArrayBuffer> | undefined
  #before: Uint8Array<ArrayBuffer> | undefined
  #progress: Progress | undefined
  /** What is done here is done one after the other. */
  #turn: Promise<unknown> = Promise.resolve()
  readonly #built: BuiltCode
  readonly #key: string

  /** `key` opens the engine's own pages. */
  constructor(number: number, session: LocalSession, built: BuiltCode, key: string) {
    this.number = number
    this.#session = session
    this.#built = built
    this.#key = key
    this.#clients = createClients(session.endpoints, { accessKeyId: this.account, secretAccessKey: 'test' })
  }

  get progress(): Progress | undefined {
    return this.#progress
  }

  /** The pipeline, seeded when it is first asked for. */
  target(): Promise<Target> {
    this.#target ??= this.#seed()
    this.#target.catch(() => (this.#target = undefined))
    return this.#target
  }

  /** What a terminal needs. */
  async environment(): Promise<Record<string, string>> {
    const target = await this.target()
    return variablesOf(target, { accessKeyId: this.account, secretAccessKey: 'test' })
  }

  async act(action: LabAction, name = ''): Promise<object> {
    return this.#inTurn(async () => {
      const desk = await this.#desk()
      const done = await act(desk, action, name)
      this.#note(action)
      return done
    })
  }

  /** Back to before the lab that is under way; nothing where none is. */
  async restore(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#progress) await stopLab(await this.#desk())
    })
  }

  /** Back to the state after seeding. Labs that were passed stay so. */
  async reset(): Promise<void> {
    await this.#inTurn(async () => {
      await this.target()
      await this.#load(this.#seeded!)
      this.#progress = undefined
      this.lastProgress = Date.now()
    })
  }

  close(): Promise<void> {
    return this.#clients.destroy()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }

  #note(action: LabAction): void {
    const progress = this.#progress
    const isPassed = action === 'check' && progress?.verdict?.passed === true
    if (action === 'start' || isPassed) this.lastProgress = Date.now()
    if (isPassed && !this.passed.has(progress.lab))
      this.passed.set(progress.lab, { at: progress.passedAt!, hints: progress.hints, solved: progress.solved === true })
  }

  async #seed(): Promise<Target> {
    const stack = await applyDefaults(this.#clients, {}, { built: this.#built })
    this.#seeded = await this.#save()
    return { session: this.#session, clients: this.#clients, stack }
  }

  async #desk(): Promise<Desk> {
    return {
      target: await this.target(),
      read: () => this.#progress,
      write: (progress) => void (this.#progress = progress),
      save: async () => void (this.#before = await this.#save()),
      restore: () => this.#load(this.#before ?? this.#seeded!),
    }
  }

  async #save(): Promise<Uint8Array<ArrayBuffer>> {
    const response = await fetch(this.#checkpoint(`&account=${this.account}`))
    if (!response.ok) throw new Error(`Seat ${this.number} cannot be saved (${response.status}).`)
    return new Uint8Array(await response.arrayBuffer())
  }

  async #load(body: Uint8Array<ArrayBuffer>): Promise<void> {
    const response = await fetch(this.#checkpoint(''), { method: 'PUT', body })
    if (!response.ok) throw new Error(`Seat ${this.number} cannot be restored (${response.status}).`)
  }

  #checkpoint(query: string): string {
    return `${this.#session.endpoints.edge}/_sandbox/checkpoint?code=${this.#key}${query}`
  }
}

/** What a seat's page shows of the lab that is under way. */
export async function shownLab(seat: Seat): Promise<object | undefined> {
  if (!seat.progress) return undefined
  const { lab: name, hints, verdict, passedAt, solved } = seat.progress
  const lab = labNamed(name)
  const { stack, clients } = await seat.target()
  const names = namesOf(stack, clients.endpoints.region)
  return {
    name, title: lab.title, minutes: lab.minutes, story: lab.story(names), hints: lab.hints(names).slice(0, hints), left: 3 - hints,
    ...(verdict ? { verdict } : {}), passed: passedAt !== undefined, ...(solved ? { solution: lab.solution(names) } : {}),
  }
}

/** Throws `UserError` for a number that no seat has. */
export function noSeat(number: string): never {
  throw new UserError(`There is no seat ${number}.`, 2)
}
