import type { Removal } from '../stack/deploy/destroy.ts'
import { agreed, needsTerminal, type AskOptions } from './support/ask.ts'
import { note, paint, paintNote, print, printJson } from './support/output.ts'
import { endSession, readSession } from './support/session.ts'
import { DEFAULT_STACK_NAME } from './support/stack.ts'
import { isAws } from './support/target.ts'
import { EXIT, UserError } from './support/user-error.ts'

export interface DestroyCommandOptions extends AskOptions {
  readonly engine?: string
  readonly region?: string
  readonly stackName?: string
  readonly json?: boolean
}

/** `sandbox destroy --engine aws`: removes a stack from AWS with all that `up` has made for it; exits 1 where something is left. */
export async function destroy(options: DestroyCommandOptions): Promise<void> {
  const known = readSession()
  const session = known?.engine === 'aws' ? known : undefined
  if (!isAws(options)) throw new UserError('destroy removes a stack from AWS: say so with --engine aws. What runs on this machine ends with "sandbox down".', EXIT.usage)
  needsTerminal(options, 'remove the stack')
  const stackName = options.stackName ?? session?.stack?.name ?? DEFAULT_STACK_NAME
  const region = options.region ?? session?.endpoints.region
  const { connectAws, eventLines } = await import('./support/aws.ts')
  const { destroyStack } = await import('../stack/deploy/destroy.ts')
  const { clients, account } = await connectAws(region === undefined ? {} : { region })
  try {
    const confirm = (removal: Removal) => {
      for (const line of removalLines(removal, stackName, account, clients.endpoints.region)) note(line)
      return agreed(options, 'Remove all this, with the data in it?')
    }
    const { removed, kept, left } = await destroyStack({ clients, account, stackName, confirm, onProgress: note, onEvent: eventLines() })
    if (left.length === 0 && session?.stack?.name === stackName) endSession()
    if (options.json) printJson({ removed, kept, left })
    else if (removed.length === 0 && left.length === 0) print(`There is nothing of stack ${stackName} in ${clients.endpoints.region}.`)
    for (const what of options.json ? [] : removed) print(`${paint('green', 'removed')}  ${what}`)
    for (const what of options.json ? [] : kept) print(`${paint('yellow', 'kept')}     ${what}, as its template says (DeletionPolicy)`)
    for (const what of options.json ? [] : left) print(`${paint('red', 'left')}     ${what}`)
    if (left.length > 0) process.exitCode = EXIT.pipelineFailed
  } finally {
    await clients.destroy()
  }
}

function removalLines({ stack, buckets, kept, artifacts, logGroups }: Removal, stackName: string, account: string, region: string): string[] {
  const line = (text: string) => `  ${paintNote('red', '-')} ${text}`
  return [
    `${paintNote('bold', `To be removed of stack ${stackName}`)} in account ${account}, ${region}`,
    ...(stack ? [line(`stack ${stackName} with all its resources (${stack.StackStatus})`)] : []),
    ...buckets.map((name) => line(`all objects in bucket ${name}`)),
    ...(artifacts ? [line(`bucket ${artifacts}, with the code`)] : []),
    ...logGroups.map((name) => line(`log group ${name}`)),
    ...kept.map((name) => `    bucket ${name} stays: its template keeps it`),
  ]
}
