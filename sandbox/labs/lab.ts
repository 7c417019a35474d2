import type { Bench } from './bench.ts'
import type { Names } from './names.ts'

/** What a lab remembers of its beginning, such as the request ids of uploads that are to arrive. */
export type Memo = Readonly<Record<string, string>>

export interface Verdict {
  readonly passed: boolean
  /** What is still wrong, a sentence each; empty where it passed. */
  readonly why: readonly string[]
}

/** What somebody may well try, and what a check must refuse. */
export interface WrongFix {
  readonly name: string
  apply(bench: Bench): Promise<unknown>
}

/** One fault to find and repair, with the AWS CLI or any SDK. Texts are Markdown and name what stands on this engine. */
export interface Lab {
  readonly name: string
  readonly title: string
  readonly minutes: number
  /** The symptom, as somebody who uses the pipeline would report it. */
  story(names: Names): string
  hints(names: Names): readonly [string, string, string]
  /** The commands that repair it. */
  solution(names: Names): string
  setup(bench: Bench): Promise<Memo | void>
  /** Looks at the state, and then at what the pipeline does. Changes nothing but what an upload changes. */
  check(bench: Bench): Promise<Verdict>
  solve(bench: Bench): Promise<unknown>
  readonly wrongFixes: readonly WrongFix[]
}

/** Asks one after the other, and stops at the first that has something to say: what follows would only say it again. */
export async function inTurn(...checks: readonly (() => Promise<readonly string[]>)[]): Promise<Verdict> {
  for (const check of checks) {
    const why = await check()
    if (why.length > 0) return { passed: false, why }
  }
  return { passed: true, why: [] }
}

/** A block of shell commands in Markdown. */
export const shell = (...lines: readonly string[]) => ['```sh', ...lines, '```'].join('\n')
