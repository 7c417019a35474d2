import type { StackEvent } from '@aws-sdk/client-cloudformation'
import { accountOf, aws, awsRegion } from '../../engines/aws.ts'
import type { AppliedStack } from '../../stack/apply.ts'
import { createClients, type Clients } from '../../stack/clients.ts'
import type { Plan } from '../../stack/deploy/deploy.ts'
import { ensureUsers } from '../../stack/users.ts'
import { agreed, needsTerminal, type AskOptions } from './ask.ts'
import { workOver } from './client-work.ts'
import type { Up } from './lifecycle.ts'
import { bytes, note, paintNote } from './output.ts'
import { writeSession, type AwsSession } from './session.ts'
import { DEFAULT_STACK_NAME, fixture, readUsers, type StackOptions } from './stack.ts'

export interface AwsOptions extends StackOptions, AskOptions {
  readonly region?: string
}

/** Deploys the stack to AWS, where it stays when this process ends. */
export async function bringUpAws(options: AwsOptions): Promise<Up> {
  const session = await deployToAws(options)
  const clients = createClients(session.endpoints)
  const client = { ...workOver({ session, clients, stack: session.stack }), end: () => void clients.destroy() }
  return { session, stack: session.stack, client, stop: async () => client.end() }
}

/** Plans, asks, deploys, and makes the users; leaves word for the other verbs. */
export async function deployToAws(options: AwsOptions): Promise<AwsSession & { readonly stack: AppliedStack }> {
  needsTerminal(options, 'deploy')
  const users = await readUsers(options)
  const engine = await aws.start({ port: 0, region: await awsRegion(options.region), onProgress: note })
  try {
    const stack = await engine.deploy!({
      templateFile: options.template ?? fixture('template.yaml'),
      stackName: options.stackName ?? DEFAULT_STACK_NAME,
      ...(options.parameterOverrides ? { parameters: options.parameterOverrides } : {}),
      confirm(plan) {
        for (const line of planLines(plan)) note(line)
        return agreed(options, 'Go on?')
      },
      onProgress: note,
      onEvent: eventLines(),
    })
    await addUsers(stack, engine.endpoints, users, options)
    const session = { engine: 'aws' as const, endpoints: engine.endpoints, stack }
    writeSession(session)
    return session
  } finally {
    await engine.stop()
  }
}

async function addUsers(stack: AppliedStack, endpoints: AwsSession['endpoints'], users: Awaited<ReturnType<typeof readUsers>>, options: AwsOptions): Promise<void> {
  const pool = Object.values(stack.resources).find(({ type }) => type === 'AWS::Cognito::UserPool')
  if (!pool) return
  const clients = createClients(endpoints)
  try {
    await ensureUsers(clients, pool.ref, users)
  } finally {
    await clients.destroy()
  }
  if (options.users === undefined && stack.changed > 0) note(`${paintNote('yellow', 'Note:')} the demo users' passwords are in the package for everyone to read. Give your own with --users.`)
}

/** For `sandbox destroy`: clients, and whose account it is. */
export async function connectAws(options: { readonly region?: string }): Promise<{ clients: Clients; account: string }> {
  const clients = createClients({ region: await awsRegion(options.region) })
  return { clients, account: await accountOf(clients) }
}

const SIGNS = { Add: ['green', '+', 'create'], Modify: ['yellow', '~', 'change'], Remove: ['red', '-', 'remove'], Import: ['green', '+', 'import'], Dynamic: ['yellow', '~', 'unknown yet'] } as const

function planLines({ stackName, account, region, isNew, changes, bucket, packages }: Plan): string[] {
  const at = process.env['AWS_ENDPOINT_URL'] === undefined ? '' : `, at ${process.env['AWS_ENDPOINT_URL']} (AWS_ENDPOINT_URL)`
  const lines = [`${paintNote('bold', `Plan for ${isNew ? 'the new ' : ''}stack ${stackName}`)} in account ${account}, ${region}${at}`]
  const size = packages.reduce((sum, { zip }) => sum + zip.length, 0)
  if (bucket.isNew) lines.push(`  ${paintNote('green', '+')} create   AWS::S3::Bucket  ${bucket.name}`)
  for (const change of changes ?? []) {
    const [colour, sign, verb] = change.replacement === 'yes' ? (['red', '±', 'replace'] as const) : SIGNS[change.action]
    const maybe = change.replacement === 'maybe' ? ', may be replaced' : ''
    const detail = change.properties.length === 0 && maybe === '' ? '' : paintNote('dim', `  ${change.properties.join(', ')}${maybe}`)
    lines.push(`  ${paintNote(colour, sign)} ${verb.padEnd(8)} ${change.type}  ${change.logicalId}${detail}`)
  }
  lines.push(`${packages.length} code package${packages.length === 1 ? '' : 's'} (${bytes(size)}) in s3://${bucket.name}`)
  if (!changes) lines.push('The template is too large for a request: what it changes is told once it is in the bucket.')
  return lines
}

const WORDS: Readonly<Record<string, string>> = {
  CREATE_IN_PROGRESS: 'creating', CREATE_COMPLETE: 'created', CREATE_FAILED: 'failed', UPDATE_IN_PROGRESS: 'updating', UPDATE_COMPLETE: 'updated',
  UPDATE_FAILED: 'failed', DELETE_IN_PROGRESS: 'deleting', DELETE_COMPLETE: 'deleted', DELETE_FAILED: 'failed', DELETE_SKIPPED: 'kept',
  ROLLBACK_IN_PROGRESS: 'undoing', ROLLBACK_COMPLETE: 'undone', UPDATE_ROLLBACK_IN_PROGRESS: 'undoing', UPDATE_ROLLBACK_COMPLETE: 'undone',
  UPDATE_COMPLETE_CLEANUP_IN_PROGRESS: 'cleaning', UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS: 'cleaning',
}

/** A line for each new state of a resource; the same state twice (a creation that has got its id) is one line. */
export function eventLines(): (event: StackEvent) => void {
  const told = new Map<string, string>()
  return ({ LogicalResourceId: id = '', ResourceType = '', ResourceStatus: status = '', ResourceStatusReason: reason }) => {
    if (told.get(id) === status) return
    told.set(id, status)
    const word = WORDS[status] ?? status
    const hasFailed = status.endsWith('_FAILED')
    note(`${paintNote(hasFailed ? 'red' : status.endsWith('_COMPLETE') ? 'green' : 'dim', word.padEnd(9))}  ${ResourceType}  ${id}${hasFailed && reason !== undefined ? `: ${reason}` : ''}`)
  }
}
