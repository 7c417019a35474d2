import type { ResourceDeclaration, Template } from '../parse.ts'
import { TemplateError } from '../template-error.ts'
import type { Value, ValueMap } from '../value.ts'
import { isMap } from '../value.ts'

/** What may not be set globally (SAM guide, "Globals section"): it names one resource. */
const LOCAL_ONLY: Readonly<Record<string, ReadonlySet<string>>> = {
  Function: new Set(['Role', 'Policies', 'FunctionName', 'Events', 'InlineCode', 'ImageUri', 'PackageType', 'ImageConfig']),
  Api: new Set(['StageName', 'DefinitionBody', 'DefinitionUri', 'Description', 'Models', 'FailOnWarnings', 'Tags']),
  HttpApi: new Set(['StageName', 'Name', 'DefinitionBody', 'DefinitionUri', 'Description', 'DisableExecuteApiEndpoint']),
}
const SECTIONS = new Set('Function HttpApi Api SimpleTable StateMachine LayerVersion'.split(' '))

/** The resources with the Globals section merged into them. */
export function mergeGlobals(template: Template): Record<string, ResourceDeclaration> {
  for (const [section, properties] of Object.entries(template.globals)) checkSection(section, properties)
  return Object.fromEntries(Object.entries(template.resources).map(([id, declared]) => [id, withGlobals(template, id, declared)]))
}

export function withGlobals(template: Template, id: string, declared: ResourceDeclaration): ResourceDeclaration {
  const [, section = ''] = /^AWS::Serverless::(\w+)$/.exec(declared.Type) ?? []
  const globals = template.globals[section]
  if (!isMap(globals)) return declared
  const merged = merge(remaining(id, declared, globals), declared.Properties ?? {}, section)
  return { ...declared, Properties: merged as ValueMap }
}

function remaining(id: string, { IgnoreGlobals: ignored }: ResourceDeclaration, globals: ValueMap): ValueMap {
  if (ignored === undefined) return globals
  if (ignored === '*') return {}
  const names = Array.isArray(ignored) ? ignored : []
  const wrong = Array.isArray(ignored) ? names.find((name) => !Object.hasOwn(globals, String(name))) : ignored
  if (wrong !== undefined) {
    throw new TemplateError(`Resource ${id} has invalid resource attribute 'IgnoreGlobals'; it is "*" or a list of properties of the Globals section.`, `Resources.${id}.IgnoreGlobals`)
  }
  return Object.fromEntries(Object.entries(globals).filter(([name]) => !names.includes(name)))
}

/** Maps are merged, lists concatenated, and else the resource's own value wins. */
function merge(globals: Value, own: Value, path: string): Value {
  if (isMap(globals) && isMap(own)) {
    const result: ValueMap = { ...globals }
    for (const [name, value] of Object.entries(own)) {
      const inherited = globals[name]
      result[name] = inherited === undefined ? value : merge(inherited, value, `${path}.${name}`)
    }
    return result
  }
  // A function has one architecture: two would be refused, so here the own value replaces the global one.
  if (Array.isArray(globals) && Array.isArray(own) && path !== 'Function.Architectures') return [...globals, ...own]
  return own
}

function checkSection(section: string, properties: Value): void {
  const path = `Globals.${section}`
  if (!SECTIONS.has(section)) throw new TemplateError(`'Globals' section is invalid. '${section}' is not supported. Must be one of the following values - [${[...SECTIONS].join(', ')}]`, path)
  if (!isMap(properties)) throw new TemplateError(`'Globals' section is invalid. Value of ${section} must be a dictionary`, path)
  for (const name of Object.keys(properties)) {
    if (LOCAL_ONLY[section]?.has(name)) {
      throw new TemplateError(`'Globals' section is invalid. '${name}' is not a supported property of '${section}'; set it on each resource.`, `${path}.${name}`)
    }
  }
}
