import type { Template } from './parse.ts'
import type { Reference } from './references.ts'
import { referencesIn } from './references.ts'
import { locating, TemplateError } from './template-error.ts'
import type { Value } from './value.ts'
import { intrinsicOf, isMap } from './value.ts'

export type Block = 'Resources' | 'Outputs'

const PSEUDO = new Set('AccountId Region StackName StackId Partition URLSuffix NotificationARNs NoValue'.split(' ').map((name) => `AWS::${name}`))

/** Checks that every name in Resources and Outputs (Ref, GetAtt, Sub, DependsOn, Condition, If) is one of the template. */
export function checkReferences(template: Template): void {
  const resources = new Set(Object.keys(template.resources))
  const known = { resources, isParameter: (name: string): boolean => Object.hasOwn(template.parameters, name) }
  for (const [id, resource] of Object.entries(template.resources)) {
    const path = `Resources.${id}`
    locating(path, template.lineOf(path), () => {
      checkCondition(template, resource.Condition, 'Resources', path)
      checkUnresolved((resource.DependsOn ?? []).filter((name) => !resources.has(name)), 'Resources', `${path}.DependsOn`)
      checkIfs(template, (resource.Properties ?? {}) as Value)
      checkValue({ ...resource.Properties, ...(resource.Metadata && { Metadata: resource.Metadata }) }, known, 'Resources', path)
    })
  }
  for (const [name, output] of Object.entries(template.outputs)) {
    const path = `Outputs.${name}`
    locating(path, template.lineOf(path), () => {
      checkCondition(template, output.Condition, 'Outputs', path)
      checkIfs(template, [output.Value, output.Export?.Name ?? ''])
      checkValue([output.Value, output.Export?.Name ?? ''], known, 'Outputs', path)
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
  const getAtt = unknown.find(({ by }) => by === 'Fn::GetAtt')
  if (getAtt) throw new TemplateError(`Template error: instance of Fn::GetAtt references undefined resource ${getAtt.name}`, path)
  const sub = unknown.find(({ attribute }) => attribute !== undefined)
  if (sub) throw new TemplateError(`Template error: instance of Fn::Sub references invalid resource attribute ${sub.name}.${sub.attribute}`, path)
  checkUnresolved(unknown.map(({ name }) => name), block, path)
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

function checkIfs(template: Template, value: Value): void {
  const call = intrinsicOf(value)
  if (call?.name === 'Fn::If' && Array.isArray(call.argument)) {
    const [name] = call.argument
    if (typeof name === 'string' && !Object.hasOwn(template.conditions, name)) throw new TemplateError(`Template error: unresolved condition dependency ${name} in Fn::If`)
  }
  if (Array.isArray(value)) for (const item of value) checkIfs(template, item)
  else if (isMap(value)) for (const item of Object.values(value)) checkIfs(template, item)
}
