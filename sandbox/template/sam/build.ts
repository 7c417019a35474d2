import type { ResourceDeclaration, Template } from '../parse.ts'
import { TemplateError } from '../template-error.ts'
import type { Value, ValueMap } from '../value.ts'
import { member, refTarget } from '../value.ts'

export type Resources = Record<string, ResourceDeclaration>

/** A route that a function's HttpApi or Api event adds to an API. */
export interface EventRoute {
  readonly functionId: string
  readonly eventId: string
  /** `/uploads`, or `$default`. */
  readonly path: string
  /** Lower case; `x-amazon-apigateway-any-method` for any. */
  readonly method: string
  readonly condition: string | undefined
  readonly auth: ValueMap | undefined
  readonly timeoutInMillis: Value | undefined
  readonly payloadFormatVersion: Value | undefined
  /** Of methods of REST APIs. */
  readonly requestModel?: Value | undefined
  readonly requestParameters?: readonly Value[] | undefined
}

/** A notification that a function's S3 event adds to a bucket. */
export interface BucketNotification {
  readonly permissionId: string
  readonly condition: string | undefined
  readonly configurations: readonly ValueMap[]
}

/** What one run of the transform gathers. */
export interface SamBuild {
  readonly template: Template
  /** Template parameters and pseudo parameters, for the places where SAM needs a literal. */
  readonly parameters: Readonly<Record<string, Value>>
  readonly routes: Map<string, EventRoute[]>
  readonly notifications: Map<string, BucketNotification[]>
  /** Conditions that the transform adds. */
  readonly conditions: Record<string, Value>
  /** What a reference is to be renamed to: `Api.Stage`, and layers, whose ids get a hash. */
  readonly names: Map<string, string>
}

export const IMPLICIT_API = 'ServerlessHttpApi'
export const ANY_METHOD = 'x-amazon-apigateway-any-method'

/** Attributes that each resource made from another one takes over from it. */
export function inherited(declared: ResourceDeclaration): Partial<ResourceDeclaration> {
  return {
    ...(declared.Condition !== undefined && { Condition: declared.Condition }),
    ...(declared.DeletionPolicy !== undefined && { DeletionPolicy: declared.DeletionPolicy }),
    ...(declared.UpdateReplacePolicy !== undefined && { UpdateReplacePolicy: declared.UpdateReplacePolicy }),
  }
}

/** All attributes of a resource but what the transform itself sets. */
export function attributes(declared: ResourceDeclaration): Partial<ResourceDeclaration> {
  const { Type: _type, Properties: _properties, IgnoreGlobals: _ignore, ...rest } = declared
  return rest
}

/** A copy without the members that are undefined. */
export function defined(members: Readonly<Record<string, Value | undefined>>): ValueMap {
  return Object.fromEntries(Object.entries(members).filter((entry): entry is [string, Value] => entry[1] !== undefined))
}

/** The value, or where it is the Ref of a parameter, the parameter's. */
export function literal(build: SamBuild, value: Value | undefined): Value | undefined {
  const name = refTarget(value)
  return name === undefined ? value : (member(build.parameters, name) ?? value)
}

export function invalid(id: string, detail: string, property = ''): never {
  throw new TemplateError(`Resource with id [${id}] is invalid. ${detail}`, `Resources.${id}${property && `.Properties.${property}`}`)
}

export function invalidEvent(functionId: string, eventId: string, detail: string): never {
  return invalid(functionId, `Event with id [${eventId}] is invalid. ${detail}`, `Events.${eventId}`)
}

/** Refuses properties by name: those that the sandbox does not transform, and those that SAM does not know. */
export function checkProperties(id: string, declared: ResourceDeclaration, known: ReadonlySet<string>, unsupported: ReadonlySet<string>): void {
  for (const name of Object.keys(declared.Properties ?? {})) {
    if (unsupported.has(name)) invalid(id, `${declared.Type} property ${name} is not supported by this sandbox; remove it to run the template here.`, name)
    if (!known.has(name)) invalid(id, `property ${name} not defined for resource of type ${declared.Type}`, name)
  }
}
