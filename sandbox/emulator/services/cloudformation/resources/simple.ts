import type { Value, ValueMap } from '../../../../template/index.ts'
import type { Existing, Io, Made, Provider } from './provider.ts'
import { kept, omit, pick } from './provider.ts'

type Output = Readonly<Record<string, Value>>

interface Simple {
  readonly type: string
  readonly service: string
  readonly properties: readonly string[]
  readonly required?: readonly string[]
  readonly replaces: readonly string[]
  readonly tags?: Provider['tags']
  /** Operations' names. */
  readonly create: string
  readonly update?: string
  readonly delete: string
  /** The member of the operations that names the resource; `Ref` gives it. */
  readonly id: string
  /** Where a name that the template does not give is made up: at most so many characters. */
  readonly name?: { readonly max: number; readonly isLower?: boolean }
  /** The structure in the answer of `create` that holds the id, where it is not the answer itself. */
  readonly inside?: string
  /** Properties that say in what the resource lies; every operation wants them. */
  readonly parents?: readonly string[]
  /** What is sent for a property that the template no longer has. */
  readonly cleared?: Readonly<Record<string, Value>>
  /** Attributes out of the answer of `create` and the properties. */
  attributes?(made: Output, io: Io, properties: ValueMap): Readonly<Record<string, Value>>
  /** What the API calls differently. */
  input?(properties: ValueMap): ValueMap
  /** For what the API updates by another operation: tags, mostly. */
  afterUpdate?(properties: ValueMap, was: Existing, io: Io, changed: readonly string[]): Promise<void>
}

/** A type for which the API has one operation each to create, update and delete, with members named as the properties. */
export function simple(about: Simple): Provider {
  const { type, service, id, parents = [], properties, replaces } = about
  const input = about.input ?? ((given: ValueMap) => given)
  return {
    type,
    properties,
    replaces,
    ...(about.required ? { required: about.required } : {}),
    ...(about.tags ? { tags: about.tags } : {}),
    async create(given, io) {
      const named = about.name ? { ...given, [id]: given[id] ?? io.generatedName(about.name.max, about.name.isLower) } : given
      const made = await io.call<Output>(service, about.create, input(named))
      return madeOf(about, made, named, io)
    },
    ...(about.update === undefined
      ? {}
      : {
          async update(given, was, io, changed) {
            const gone = pick((about.cleared ?? {}) as ValueMap, changed.filter((name) => given[name] === undefined))
            const own = about.tags && changed.every((name) => name === about.tags!.property)
            if (!own) await io.call(service, about.update!, { ...gone, ...input({ ...omit(given, [id]), [id]: was.physicalId }) })
            await about.afterUpdate?.(given, was, io, changed)
            return kept(was)
          },
        }),
    async delete(was, io) {
      await io.call(service, about.delete, { ...pick(was.properties, parents), [id]: was.physicalId })
    },
  }
}

function madeOf(about: Simple, answer: Output, properties: ValueMap, io: Io): Made {
  const made = (about.inside === undefined ? answer : answer[about.inside]) as Output | undefined
  const physicalId = String(made?.[about.id] ?? properties[about.id])
  return { physicalId, attributes: about.attributes?.(made ?? {}, io, properties) ?? {} }
}
