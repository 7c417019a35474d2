import type { LocalSession } from '../commands/support/session.ts'
import type { StackOptions } from '../commands/support/stack.ts'
import type { BuiltCode } from '../stack/resource.ts'
import { SandboxError } from './control.ts'
import { forgetAccount, openSandbox } from './open.ts'
import type { Sandbox } from './sandbox.ts'

/** The accounts of one engine that have been asked for here. */
export class Namespaces {
  /** Functions' code, which is the same in all of them. */
  readonly built: BuiltCode = new Map()
  readonly #session: LocalSession
  readonly #options: StackOptions
  readonly #pick: () => string
  /** Names that are made up repeat from run to run. */
  readonly hasSeed: boolean
  readonly #open = new Map<string, Promise<Sandbox>>()
  #isOver = false

  /** `pick` gives the number of an account that nobody uses. */
  constructor(session: LocalSession, options: StackOptions, { pick, hasSeed }: { readonly pick: () => string; readonly hasSeed: boolean }) {
    this.#session = session
    this.#options = options
    this.#pick = pick
    this.hasSeed = hasSeed
  }

  /** The sandbox of an account, made and seeded when it is first asked for. `own` is the one that asks. */
  open(account: string | undefined, own: string): Promise<Sandbox> {
    const wanted = account ?? this.#pick()
    if (!/^\d{12}$/.test(wanted)) throw new SandboxError(`${wanted} is no account. Give a number of twelve digits, or none for a new one.`)
    if (wanted === own) throw new SandboxError(`${wanted} is the account that this sandbox works in. Give another, or none for a new one.`)
    const known = this.#open.get(wanted)
    if (known) return known
    const opening = this.#start(wanted)
    this.#open.set(wanted, opening)
    opening.catch(() => this.#open.delete(wanted))
    return opening
  }

  /** The engine goes, and all accounts with it. */
  end(): void {
    this.#isOver = true
  }

  #start(account: string): Promise<Sandbox> {
    const onStop = async () => {
      this.#open.delete(account)
      if (!this.#isOver) await forgetAccount(this.#session.endpoints.aws, account)
    }
    return openSandbox({ session: this.#session, options: this.#options, namespaces: this, account, onStop })
  }
}

/** 100000000001, 100000000002, …: the same accounts in each run. */
export function inOrder(): () => string {
  let last = 100_000_000_000
  return () => String(++last)
}

/** For an engine that other processes use too. */
export function atRandom(): string {
  const [drawn] = crypto.getRandomValues(new BigUint64Array(1))
  return String(100_000_000_000n + (drawn! % 900_000_000_000n))
}
