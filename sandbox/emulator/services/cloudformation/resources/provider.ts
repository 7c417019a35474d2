import type { Value, ValueMap } from '../../../../template/index.ts'
import type { StackApi } from './stack-api.ts'

/** What a resource is once it is made: what `Ref` gives, and what `Fn::GetAtt` may ask for. */
export interface Made {
  readonly physicalId: string
  readonly attributes?: Readonly<Record<string, Value>>
}

/** A resource as it was last made. */
export interface Existing {
  readonly physicalId: string
  readonly properties: ValueMap
  readonly attributes: Readonly<Record<string, Value>>
}

/** One type of resource, made through its service's own operations. */
export interface Provider {
  readonly type: string
  /** Every property that it takes. Another is refused by name. */
  readonly properties: readonly string[] | 'any'
  readonly required?: readonly string[]
  /** Properties whose change needs another resource in its place ("Update requires: Replacement"). */
  readonly replaces: readonly string[]
  /** The property that takes tags, and how: the stack's own are added to it. */
  readonly tags?: { readonly property: string; readonly form: 'list' | 'map' }
  create(properties: ValueMap, io: Io): Promise<Made>
  /** Absent: every change needs another resource. `changed` names the properties that differ. */
  update?(properties: ValueMap, was: Existing, io: Io, changed: readonly string[]): Promise<Made>
  delete(was: Existing, io: Io): Promise<void>
}

/** What providers may do. */
export interface Io {
  readonly account: string
  readonly region: string
  readonly stackId: string
  readonly stackName: string
  readonly logicalId: string
  /** Calls a service as the one in whose name the stack is made; members that the operation lacks are left out. */
  call<O>(service: string, operation: string, input: object): Promise<O>
  /** `<stack>-<LogicalId>-<random>`, cut to `max` characters. */
  generatedName(max: number, isLower?: boolean): string
  /** Writes down the id of what is being made, so that it can be removed should that fail. */
  initiated(physicalId: string): void
  /** Waits until `probe` says so. */
  until(probe: () => Promise<boolean>): Promise<void>
  readonly stacks: StackApi
}

/** A failure that CloudFormation words itself, without the handler's frame. */
export class ResourceError extends Error {}

export const textOf = (properties: ValueMap, name: string): string => String(properties[name] ?? '')

export const listOf = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : [])

/** What an update gives that has changed neither the name nor the attributes. */
export const kept = ({ physicalId, attributes }: Existing) => ({ physicalId, attributes })

/** `[{Key, Value}]` as a map. */
export function tagMap(value: Value | undefined): Record<string, string> {
  const pairs = listOf(value) as readonly { Key: string; Value: string }[]
  return Object.fromEntries(pairs.map(({ Key, Value }) => [String(Key), String(Value)]))
}

export function omit(properties: ValueMap, names: readonly string[]): ValueMap {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)))
}

export function pick(properties: ValueMap, names: readonly string[]): ValueMap {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => names.includes(name)))
}

/** Runs `work` and takes the absence of what it is about for done. */
export async function ifThere(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!isAbsence(error)) throw error
  }
}

export const isAbsence = (error: unknown) => error instanceof Error && /NotFound|NoSuch/.test(error.name)
