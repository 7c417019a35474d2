import { createClients, type Clients, type Endpoints } from '../../stack/clients.ts'
import type { AppliedStack } from '../../stack/apply.ts'
import { applyDefaults, type StackOptions } from './stack.ts'
import { healthOf } from './health.ts'
import { readSession, writeSession, type Session } from './session.ts'
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

/** The running sandbox: the one named, else the one that `sandbox up` started here, else one at the usual port. */
export async function findSession(options: TargetOptions): Promise<Session> {
  const known = readSession()
  const named = options.endpoint ?? process.env['SANDBOX_ENDPOINT']
  if (named === undefined && known) {
    if (await healthOf(known.endpoints.edge)) return known
    throw dead(known.endpoints.edge)
  }
  const url = named ?? `http://127.0.0.1:${DEFAULT_PORT}`
  if (!URL.canParse(url)) throw new UserError(`--endpoint ${url} is no URL. Give one like http://127.0.0.1:4566.`, EXIT.usage)
  const aws = url.replace(/\/$/, '')
  const health = await healthOf(aws)
  if (!health) throw dead(aws)
  if (known?.endpoints.edge === aws || known?.endpoints.aws === aws) return known
  const endpoints: Endpoints = { aws, edge: aws, region: options.region ?? health.region }
  return { engine: 'embedded', endpoints, pid: health.pid }
}

function dead(url: string): UserError {
  return new UserError(`No sandbox answers at ${url}. Start one with "sandbox up".`, EXIT.notStarted)
}

/** The running sandbox with its stack; a stack that this folder does not know yet is seeded, which changes nothing there. */
export async function findTarget(options: TargetOptions): Promise<Target> {
  const session = await findSession(options)
  const clients = createClients(session.endpoints)
  if (session.stack) return { session, clients, stack: session.stack }
  const stack = await applyDefaults(clients, options)
  writeSession({ ...session, stack })
  return { session, clients, stack }
}

/** An output of the stack that the verb cannot do without. */
export function output(stack: AppliedStack, name: string): string {
  const value = stack.outputs[name]
  if (value !== undefined) return value
  throw new UserError(`The stack has no output ${name}. Add it to the template's Outputs, then run "sandbox seed".`, EXIT.templateInvalid)
}
