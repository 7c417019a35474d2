import { act, type Answers, type LabAction } from '../labs/actions.ts'
import { LABS } from '../labs/index.ts'
import { forTerminal } from '../labs/terminal.ts'
import { folderDesk, readProgress } from './support/desk.ts'
import { paint, print, printJson, table } from './support/output.ts'
import { findTarget, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

type Options = TargetOptions & { readonly json?: boolean }

/** `sandbox lab list`: what there is to learn, and what is under way. */
export function list({ json }: { readonly json?: boolean }): void {
  const running = readProgress()?.lab
  if (json) return printJson(LABS.map(({ name, title, minutes }) => ({ name, title, minutes, underWay: name === running })))
  print(table(LABS.map(({ name, title, minutes }) => [name, `${title} ${paint('dim', `(${minutes} min)`)}${name === running ? paint('green', '  under way') : ''}`])))
}

/** `sandbox lab start`: saves all there is, breaks something, and tells what a user would. */
export async function start(name: string, options: Options): Promise<void> {
  const started = await done('start', options, name)
  if (options.json) return printJson(started)
  print(`${paint('bold', started.title)}\n\n${readable(started.story)}\n`)
  print(paint('dim', 'For aws and curl: eval "$(sandbox env)".\nThen: sandbox lab hint | check | solve | stop.'))
}

/** Markdown as it is for programs; as text for a person. */
const readable = (markdown: string) => (process.stdout.isTTY && paint('dim', '') !== '' ? forTerminal(markdown, process.stdout.columns) : markdown)

/** `sandbox lab hint`: the next of three. */
export async function hint(options: Options): Promise<void> {
  const given = await done('hint', options)
  if (options.json) return printJson(given)
  print(`${paint('bold', `Hint ${given.number} of ${given.of}`)}\n\n${readable(given.text)}`)
}

/** `sandbox lab check`: exits 1, saying what is still wrong. */
export async function check(options: Options): Promise<void> {
  const verdict = await done('check', options)
  if (options.json) printJson(verdict)
  else if (verdict.passed) print(`${paint('green', 'Solved.')} End the lab with "sandbox lab stop": all is put back as it was before.`)
  else for (const why of verdict.why) print(`${paint('red', 'Not yet.')} ${why}`)
  if (!verdict.passed) process.exitCode = EXIT.pipelineFailed
}

/** `sandbox lab solve`: shows the commands, and does what they would. */
export async function solve(options: Options): Promise<void> {
  const { solution } = await done('solve', options)
  if (options.json) return printJson({ solution })
  print(`${readable(solution)}\n\nThis has been done. See for yourself with "sandbox lab check".`)
}

/** `sandbox lab stop`: all as it was before the lab. */
export async function stop(options: Options): Promise<void> {
  const ended = await done('stop', options)
  if (options.json) return printJson(ended)
  print(`${ended.stopped} is over (${ended.passed ? paint('green', 'solved') : 'not solved'}, ${ended.hints} hints, ${ended.checks} checks). All is as it was before.`)
}

/** At a workshop's seat, where the environment names one (its page says how); else on the sandbox of this folder. */
function done<Action extends LabAction>(action: Action, options: Options, name?: string): Promise<Answers[Action]> {
  const seat = process.env['SANDBOX_SEAT']
  return seat !== undefined && options.endpoint === undefined ? atSeat(seat, action, name) : atDesk(action, options, name)
}

async function atDesk<Action extends LabAction>(action: Action, options: Options, name?: string): Promise<Answers[Action]> {
  const target = await findTarget(options)
  try {
    if (target.session.engine === 'aws') throw new UserError('Labs break what stands there, and this is AWS. Start a sandbox here with "sandbox up".', EXIT.usage)
    return await act(folderDesk(target, options), action, name)
  } finally {
    await target.clients.destroy()
  }
}

async function atSeat<Action extends LabAction>(seat: string, action: Action, name = ''): Promise<Answers[Action]> {
  if (!URL.canParse(seat)) throw new UserError(`SANDBOX_SEAT=${seat} is no address. Copy it from the page of your seat.`, EXIT.usage)
  const url = new URL(seat)
  url.pathname += `/${action}`
  url.searchParams.set('lab', name)
  const response = await fetch(url, { method: 'POST' }).catch(() => {
    throw new UserError(`No workshop answers at ${url.origin}.`, EXIT.notStarted)
  })
  const answer = (await response.json()) as Answers[Action] & { message?: string }
  if (response.ok) return answer
  throw new UserError(answer.message ?? `The workshop answered with ${response.status}.`, EXIT.usage)
}
