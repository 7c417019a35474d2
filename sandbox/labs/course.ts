import { EXIT, UserError } from '../commands/support/user-error.ts'
import type { Target } from '../commands/support/target.ts'
import { Bench } from './bench.ts'
import { LABS } from './index.ts'
import type { Lab, Memo, Verdict } from './lab.ts'

/** How far somebody has come with a lab. Times are ISO 8601. */
export interface Progress {
  readonly lab: string
  readonly startedAt: string
  readonly hints: number
  readonly checks: number
  /** Of the last check; absent before the first. */
  readonly verdict?: Verdict
  readonly passedAt?: string
  /** Whether the solution was asked for. */
  readonly solved?: true
  readonly memo: Memo
}

/** Where a person works: the pipeline, the progress, and a way back to how all was before. */
export interface Desk {
  readonly target: Target
  read(): Progress | undefined
  write(progress: Progress | undefined): void
  save(): Promise<void>
  restore(): Promise<void>
}

/** Throws `UserError` where there is none of that name. */
export function labNamed(name: string): Lab {
  const found = LABS.find((lab) => lab.name === name)
  if (found) return found
  throw new UserError(`There is no lab ${name}. Choose one of ${LABS.map((lab) => lab.name).join(', ')}.`, EXIT.usage)
}

/** Saves all there is and breaks something. Where that fails, all is put back. */
export async function startLab(desk: Desk, name: string): Promise<Lab> {
  const lab = labNamed(name)
  const running = desk.read()
  if (running) throw new UserError(`The lab ${running.lab} is under way. End it first with "sandbox lab stop".`, EXIT.usage)
  const bench = new Bench(desk.target)
  const { JwtConfiguration } = await bench.gate.authorizer()
  await desk.save()
  try {
    const memo = { issuer: JwtConfiguration?.Issuer ?? '', ...(await lab.setup(bench)) }
    desk.write({ lab: name, startedAt: new Date().toISOString(), hints: 0, checks: 0, memo })
  } catch (error) {
    await desk.restore()
    throw error
  }
  return lab
}

/** The lab that is under way. Throws `UserError` where none is. */
export function current(desk: Desk): { readonly lab: Lab; readonly progress: Progress; readonly bench: Bench } {
  const progress = desk.read()
  if (!progress) throw new UserError('No lab is under way. Start one with "sandbox lab start <name>".', EXIT.usage)
  return { lab: labNamed(progress.lab), progress, bench: new Bench(desk.target, progress.memo) }
}

/** The next hint; the last again when all were given. */
export function nextHint(desk: Desk): { readonly number: number; readonly of: number; readonly text: string } {
  const { lab, progress, bench } = current(desk)
  const hints = lab.hints(bench.names)
  const number = Math.min(progress.hints + 1, hints.length)
  desk.write({ ...progress, hints: number })
  return { number, of: hints.length, text: hints[number - 1]! }
}

export async function checkLab(desk: Desk): Promise<Verdict> {
  const { lab, progress, bench } = current(desk)
  const verdict = await judged(lab, bench)
  const passedAt = progress.passedAt ?? (verdict.passed ? new Date().toISOString() : undefined)
  desk.write({ ...progress, checks: progress.checks + 1, verdict, ...(passedAt === undefined ? {} : { passedAt }) })
  return verdict
}

/** A pipeline in which something that the check asks for is gone is no mishap of the check. */
async function judged(lab: Lab, bench: Bench): Promise<Verdict> {
  try {
    return await lab.check(bench)
  } catch (error) {
    return { passed: false, why: [`Something is missing or out of reach: ${(error as Error).message}`] }
  }
}

/** Repairs it, and gives the commands that would have. */
export async function solveLab(desk: Desk): Promise<string> {
  const { lab, progress, bench } = current(desk)
  await lab.solve(bench)
  desk.write({ ...progress, solved: true })
  return lab.solution(bench.names)
}

/** Puts all back as it was before the lab. */
export async function stopLab(desk: Desk): Promise<Progress> {
  const { progress } = current(desk)
  await desk.restore()
  desk.write(undefined)
  return progress
}
