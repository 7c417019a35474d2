import type { Verdict } from './lab.ts'
import { checkLab, current, nextHint, solveLab, startLab, stopLab, type Desk } from './course.ts'

/** What each action answers, here or from a seat of a workshop. */
export interface Answers {
  readonly start: { readonly lab: string; readonly title: string; readonly minutes: number; readonly story: string }
  readonly hint: { readonly number: number; readonly of: number; readonly text: string }
  readonly check: Verdict
  readonly solve: { readonly solution: string }
  readonly stop: { readonly stopped: string; readonly passed: boolean; readonly hints: number; readonly checks: number }
}

export type LabAction = keyof Answers

const ACTIONS: { readonly [Action in LabAction]: (desk: Desk, name: string) => Promise<Answers[Action]> } = {
  async start(desk, name) {
    const lab = await startLab(desk, name)
    return { lab: name, title: lab.title, minutes: lab.minutes, story: lab.story(current(desk).bench.names) }
  },
  hint: async (desk) => nextHint(desk),
  check: (desk) => checkLab(desk),
  solve: async (desk) => ({ solution: await solveLab(desk) }),
  async stop(desk) {
    const { lab, passedAt, hints, checks } = await stopLab(desk)
    return { stopped: lab, passed: passedAt !== undefined, hints, checks }
  },
}

export const isLabAction = (text: string): text is LabAction => Object.hasOwn(ACTIONS, text)

/** `name` is that of the lab to start. Throws `UserError`. */
export const act = <Action extends LabAction>(desk: Desk, action: Action, name = ''): Promise<Answers[Action]> => ACTIONS[action](desk, name)
