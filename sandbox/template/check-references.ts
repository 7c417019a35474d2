import type { Template } from './parse.ts'
import type { Reference } from './references.ts'
import { referencesIn } from './references.ts'
import { locating, TemplateError } from './template-error.ts'
import type { Value } from './value.ts'
import { intrinsicOf } from './value.ts'

export type Block = 'Resources' | 'Outputs'

const PSEUDO = new Set('AccountId Region StackName StackId Partition URLSuffix NotificationARNs NoValue'.split(' ').map((name) => `AWS::${name}`))

/** Checks that every name in Resources and Outputs (Ref, GetAtt, Sub, DependsOn, Condition, If) is one of the template. */
export function checkReferences(template: Template): void {
  const resources = new Set(Object.keys(template.resources))
  const known = { resources, isParameter: (name: string): boolean => Object.hasOwn(template.parameters, name) }
  for (const [id, resource] of Object.entries(template.resources)) {
    const path = `Resources.${id}`
    locating(path, () => {
      checkCondition(template, resource.Condition, 'Resources', path)
      checkUnresolved((resource.DependsOn ?? []).filter((name) => !resources.has(name)), 'Resources', `${path}.DependsOn`)
      const values = { Properties: resource.Properties ?? {}, Metadata: resource.Metadata ?? {} }
      checkIfs(template, values, path)
      checkValue(values, known, 'Resources', path)
    })
  }
  for (const [name, output] of Object.entries(template.outputs)) {
    const path = `Outputs.${name}`
    locating(path, () => {
      checkCondition(template, output.Condition, 'Outputs', path)
      const values = { Value: output.Value, Export: { Name: output.Export?.Name ?? '' } }
      checkIfs(template, values, path)
      checkValue(values, known, 'Outputs', path)
    })
  }
}

export interface KnownNames {
  readonly resources: ReadonlySet<string>
  isParameter(name: string): boolean
}

/** Throws for a reference in `value` to a name that is not known. */
export function checkValue(value: Value, known: KnownNames, block: Block, path: string): void {
  const unknown = referencesIn(value).filter((reference) => !isKnown(reference, known))
  const [first] = unknown
  if (!first) return
  const getAtt = unknown.find(({ by }) => by === 'Fn::GetAtt')
  const sub = unknown.find(({ attribute }) => attribute !== undefined)
  const place = placeOf((getAtt ?? sub ?? first).name, value, path)
  if (getAtt) throw new TemplateError(`Template error: instance of Fn::GetAtt references undefined resource ${getAtt.name}`, place)
  if (sub) throw new TemplateError(`Template error: instance of Fn::Sub references invalid resource attribute ${sub.name}.${sub.attribute}`, place)
  checkUnresolved(unknown.map(({ name }) => name), block, place)
}

/** The path of the function that refers to `name`. */
function placeOf(name: string, value: Value, path: string): string {
  if (intrinsicOf(value) || typeof value !== 'object' || value === null) return path
  const found = Object.entries(value).find(([, item]) => referencesIn(item as Value).some((reference) => reference.name === name))
  return found ? placeOf(name, found[1] as Value, `${path}.${found[0]}`) : path
}

function isKnown({ name, attribute }: Reference, known: KnownNames): boolean {
  if (known.resources.has(name)) return true
  return attribute === undefined && (PSEUDO.has(name) || known.isParameter(name))
}

function checkUnresolved(names: readonly string[], block: Block, path: string): void {
  if (names.length === 0) return
  throw new TemplateError(`Template format error: Unresolved resource dependencies [${[...new Set(names)].join(', ')}] in the ${block} block of the template`, path)
}

function checkCondition(template: Template, name: string | undefined, block: Block, path: string): void {
  if (name === undefined || Object.hasOwn(template.conditions, name)) return
  throw new TemplateError(`Template format error: Unresolved condition dependency ${name} in the ${block} block of the template`, `${path}.Condition`)
}

function checkIfs(template: Template, value: Value, path: string): void {
  const call = intrinsicOf(value)
  if (call?.name === 'Fn::If' && Array.isArray(call.argument)) {
    const [name] = call.argument
    if (typeof name === 'string' && !Object.hasOwn(template.conditions, name)) throw new TemplateError(`Template error: unresolved condition dependency ${name} in Fn::If`, path)
  }
  if (typeof value !== 'object' || value === null) return
  for (const [name, item] of Object.entries(value)) checkIfs(template, item as Value, call ? path : `${path}.${name}`)
}
