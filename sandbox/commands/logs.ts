import type { FilteredLogEvent } from '@aws-sdk/client-cloudwatch-logs'
import { note, paint, print } from './support/output.ts'
import { untilStopped } from './support/lifecycle.ts'
import { findTarget, type Target, type TargetOptions } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

export interface LogsOptions extends TargetOptions {
  readonly follow?: boolean
  readonly json?: boolean
}

const FOLLOW_PAUSE_MS = 300
/** CloudWatch Logs lets an account ask a few times a second. */
const FOLLOW_PAUSE_AWS_MS = 2000

/** `sandbox logs [function]`: what the functions wrote, oldest first; `--follow` goes on until Ctrl-C. */
export async function logs(name: string | undefined, options: LogsOptions): Promise<void> {
  const target = await findTarget(options)
  const groups = groupsOf(target, name)
  let isOver = false
  void untilStopped().then(() => (isOver = true))
  try {
    const seen = new Set<string>()
    let since = 0
    do {
      const events = (await Promise.all(groups.map((group) => readLines(target, group, since)))).flat()
      events.sort((a, b) => a.timestamp! - b.timestamp!)
      for (const event of events.filter(({ eventId }) => !seen.has(eventId!))) {
        seen.add(event.eventId!)
        since = Math.max(since, event.timestamp!)
        show(event, groups.length > 1, options)
      }
      if (!options.follow && events.length === 0) note('No log lines yet.')
      if (options.follow) await new Promise((resolve) => setTimeout(resolve, target.session.engine === 'aws' ? FOLLOW_PAUSE_AWS_MS : FOLLOW_PAUSE_MS))
    } while (options.follow && !isOver)
  } finally {
    await target.clients.destroy()
  }
}

export type Line = FilteredLogEvent & { readonly functionName: string }

function groupsOf({ stack }: Target, name: string | undefined): string[] {
  const functions = Object.entries(stack.resources).filter(([, { type }]) => type === 'AWS::Lambda::Function')
  if (name === undefined) return functions.map(([, { ref }]) => ref)
  const found = functions.find(([logicalId, { ref }]) => [logicalId, ref, ref.slice(stack.name.length + 1)].includes(name))
  if (found) return [found[1].ref]
  throw new UserError(`There is no function ${name}. Choose one of ${functions.map(([, { ref }]) => ref).join(', ')}.`, EXIT.usage)
}

/** A function that was never invoked has no log group yet: no lines, and no error. */
export async function readLines({ clients }: Pick<Target, 'clients'>, functionName: string, startTime: number): Promise<Line[]> {
  const { paginateFilterLogEvents } = await import('@aws-sdk/client-cloudwatch-logs')
  const client = await clients.logs()
  const found: Line[] = []
  try {
    for await (const page of paginateFilterLogEvents({ client }, { logGroupName: `/aws/lambda/${functionName}`, startTime }))
      found.push(...(page.events ?? []).map((event) => ({ ...event, functionName })))
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceNotFoundException') throw error
  }
  return found
}

function show({ timestamp, message, functionName }: Line, isNamed: boolean, options: LogsOptions): void {
  const text = (message ?? '').trimEnd()
  const time = new Date(timestamp ?? 0).toISOString()
  if (options.json) return print(JSON.stringify({ time, function: functionName, message: text }))
  print(`${paint('dim', time)}${isNamed ? `  ${paint('cyan', functionName)}` : ''}  ${text}`)
}
