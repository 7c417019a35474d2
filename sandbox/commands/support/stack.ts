import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { packageRoot } from '../../package-root.ts'
import { applyTemplate, type AppliedStack, type ApplyOptions } from '../../stack/apply.ts'
import type { Clients } from '../../stack/clients.ts'
import { ensureUsers, type DemoUser } from '../../stack/users.ts'
import { EXIT, UserError } from './user-error.ts'

export interface StackOptions {
  readonly template?: string
  /** Values for the template's parameters. */
  readonly parameterOverrides?: Readonly<Record<string, string>>
  readonly stackName?: string
  readonly users?: string
}

export const DEFAULT_STACK_NAME = 'pipeline-sandbox'

/** A file of the package's own `fixtures/`. */
export function fixture(name: string): string {
  return join(packageRoot(), 'fixtures', name)
}

/** The template and the demo users, made to exist on an engine. */
export async function applyDefaults(
  clients: Clients,
  options: StackOptions,
  more: Pick<ApplyOptions, 'onResource' | 'built'> = {},
): Promise<AppliedStack> {
  const users = await readUsers(options)
  const stack = await applyTemplate({
    clients,
    templateFile: options.template ?? fixture('template.yaml'),
    stackName: options.stackName ?? DEFAULT_STACK_NAME,
    ...(options.parameterOverrides ? { parameters: options.parameterOverrides } : {}),
    ...more,
  })
  const pool = Object.values(stack.resources).find(({ type }) => type === 'AWS::Cognito::UserPool')
  if (pool) await ensureUsers(clients, pool.ref, users)
  return stack
}

/** The people who may sign in, from `--users` or the package's own list. */
export async function readUsers(options: StackOptions): Promise<readonly DemoUser[]> {
  const file = options.users ?? fixture('users.json')
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UserError(`Users file ${file} cannot be read. Name one that exists with --users.`, EXIT.usage)
  })
  const users = parse(text, file)
  const isUser = (user: Partial<DemoUser>) => typeof user?.email === 'string' && typeof user.password === 'string'
  if (Array.isArray(users) && users.every(isUser)) return users
  throw new UserError(`Users file ${file} must be a list of {"email", "password", "name"}.`, EXIT.usage)
}

function parse(text: string, file: string): DemoUser[] {
  try {
    return JSON.parse(text) as DemoUser[]
  } catch (error) {
    throw new UserError(`Users file ${file} is no JSON: ${(error as Error).message}.`, EXIT.usage)
  }
}
