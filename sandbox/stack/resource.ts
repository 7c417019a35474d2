import type { Clients } from './clients.ts'

/** One resource of a template with its properties and metadata evaluated: no intrinsic functions are left in them. */
export interface PlannedResource {
  readonly logicalId: string
  readonly type: string
  readonly properties: Readonly<Record<string, unknown>>
  readonly metadata: Readonly<Record<string, unknown>>
}

export interface StackContext {
  readonly clients: Clients
  readonly stackName: string
  readonly region: string
  readonly account: string
  /** Folder that relative code paths of the template start from. */
  readonly directory: string
  readonly built?: BuiltCode
}

/** Deployment packages by what they are made of, for who applies a template again and again. */
export type BuiltCode = Map<string, Promise<Uint8Array>>

/** What CloudFormation would give for `Ref` and `Fn::GetAtt`, and whether anything had to be changed. */
export interface Ensured {
  readonly ref: string
  readonly attributes: Readonly<Record<string, string>>
  /** Of an API: where the engine answers for it. */
  readonly address?: string
  readonly action: 'created' | 'updated' | 'unchanged'
}

/** Makes one type of resource exist as described, through the AWS SDK; doing it twice changes nothing. */
export interface ResourceHandler {
  readonly type: string
  ensure(resource: PlannedResource, stack: StackContext): Promise<Ensured>
}

/** What is wrong with a template that is well-formed, in one sentence. */
export class StackError extends Error {
  readonly logicalId: string

  constructor(logicalId: string, message: string) {
    super(`${logicalId}: ${message}`)
    this.name = 'StackError'
    this.logicalId = logicalId
  }
}

/** A property that must be text; throws `StackError` naming it where it is absent. */
export function text(resource: PlannedResource, property: string): string {
  const value = resource.properties[property]
  if (typeof value === 'string' && value !== '') return value
  throw new StackError(resource.logicalId, `property ${property} is missing or no text. Give it a value in the template.`)
}

/** The name given in the template, else one made of the stack's name and the logical id. */
export function physicalName(resource: PlannedResource, property: string, stack: StackContext): string {
  const given = resource.properties[property]
  return typeof given === 'string' ? given : `${stack.stackName}-${resource.logicalId}`
}

/** Runs `call`; undefined where AWS says one of the error codes in `absent`. */
export async function ifFound<T>(call: () => Promise<T>, ...absent: string[]): Promise<T | undefined> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof Error && absent.includes(error.name)) return undefined
    throw error
  }
}

/** The members of `source` that are set, for SDK inputs, which take absence for "leave as it is". */
export function pick(source: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.filter((name) => source[name] !== undefined).map((name) => [name, source[name]]))
}

/** AWS gives back more members than were set: all that were set must be the same. */
export function covers(actual: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return String(actual) === String(wanted)
  if (typeof actual !== 'object' || actual === null) return false
  if (Array.isArray(wanted) && wanted.length !== (actual as { length?: number }).length) return false
  return Object.entries(wanted).every(([name, value]) => covers((actual as Record<string, unknown>)[name], value))
}
