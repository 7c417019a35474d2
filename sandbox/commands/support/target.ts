import { createClients, type AwsPlace, type Clients, type Endpoints } from '../../stack/clients.ts'
import type { AppliedStack } from '../../stack/apply.ts'
import { applyDefaults, DEFAULT_STACK_NAME, type StackOptions } from './stack.ts'
import { healthOf } from './health.ts'
import { readSession, sessionAt, withoutSlash, writeSession, type AwsSession, type Session } from './session.ts'
import { EXIT, UserError } from './user-error.ts'

export interface TargetOptions extends StackOptions {
  readonly endpoint?: string
  readonly region?: string
}

/** A running sandbox and what stands on it, for a verb that uses them. */
export interface Target {
  readonly session: Session
  readonly clients: Clients
  readonly stack: AppliedStack
}

export const DEFAULT_PORT = 4566

export function regionOf(options: { readonly region?: string }): string {
  return options.region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1'
}

/** Whether this is for AWS, by its option or the environment. */
export function isAws({ engine }: { readonly engine?: string }): boolean {
  return (engine ?? process.env['SANDBOX_ENGINE']) === 'aws'
}

/** The running sandbox: the one named, else the one that `sandbox up` started here, else one at the usual port; or AWS. */
export async function findSession(options: TargetOptions): Promise<Session> {
  const known = readSession()
  const named = options.endpoint ?? process.env['SANDBOX_ENDPOINT']
  const engine = process.env['SANDBOX_ENGINE'] ?? known?.engine
  if (named === undefined && engine === 'aws') return findAws(known, options)
  if (named === undefined && known && known.engine !== 'aws') {
    if (await healthOf(known.endpoints.edge)) return known
    throw dead(known.endpoints.edge)
  }
  const url = named ?? `http://127.0.0.1:${DEFAULT_PORT}`
  if (!URL.canParse(url)) throw new UserError(`--endpoint ${url} is no URL. Give one like http://127.0.0.1:4566.`, EXIT.usage)
  const aws = withoutSlash(url)
  const health = await healthOf(aws)
  if (!health) throw dead(aws)
  const own = sessionAt(aws)
  if (own) return own
  const endpoints: Endpoints = { aws, edge: aws, region: options.region ?? health.region }
  return { engine: 'embedded', endpoints, pid: health.pid }
}

/** What this folder knows of AWS, or the region alone, in which the stack is to be looked for. */
async function findAws(known: Session | undefined, { region, stackName }: TargetOptions): Promise<AwsSession> {
  const isKnown = known?.engine === 'aws' && [undefined, known.endpoints.region].includes(region) && [undefined, known.stack?.name].includes(stackName)
  if (isKnown) return known
  const { awsRegion } = await import('../../engines/aws.ts')
  const endpoints: AwsPlace = { region: await awsRegion(region) }
  return { engine: 'aws', endpoints }
}

/** Where the embedded engine's own pages are; `cannot` says for what they are wanted, in the sentence for another engine. */
export function embeddedEndpoints({ engine, endpoints }: Session, cannot: string): Endpoints {
  if (engine === 'embedded' && endpoints.aws !== undefined) return endpoints
  throw new UserError(`The ${engine} engine cannot ${cannot}. Only the embedded engine can.`, EXIT.usage)
}

function dead(url: string): UserError {
  return new UserError(`No sandbox answers at ${url}. Start one with "sandbox up".`, EXIT.notStarted)
}

/** The running sandbox with its stack; a stack that this folder does not know yet is seeded, which changes nothing there. */
export async function findTarget(options: TargetOptions): Promise<Target> {
  const session = await findSession(options)
  const clients = createClients(session.endpoints)
  if (session.stack) return { session, clients, stack: session.stack }
  const stack = session.engine === 'aws' ? await deployedStack(clients, options) : await applyDefaults(clients, options)
  writeSession({ ...session, stack })
  return { session, clients, stack }
}

/** The stack as CloudFormation has it; nothing is made. */
async function deployedStack(clients: Clients, { stackName = DEFAULT_STACK_NAME }: TargetOptions): Promise<AppliedStack> {
  const { findStack, readStack } = await import('../../stack/deploy/deployed-stack.ts')
  const stack = await findStack(clients, stackName)
  if (stack) return readStack(clients, stack, 0)
  throw new UserError(`There is no stack ${stackName} in ${clients.endpoints.region}. Deploy it with "sandbox up --engine aws".`, EXIT.notStarted)
}

/** An output of the stack that the verb cannot do without. */
export function output(stack: AppliedStack, name: string): string {
  const value = stack.outputs[name]
  if (value !== undefined) return value
  throw new UserError(`The stack has no output ${name}. Add it to the template's Outputs, then run "sandbox seed".`, EXIT.templateInvalid)
}
