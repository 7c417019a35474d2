import { TemplateError } from './template-error.ts'
import type { Value, ValueMap } from './value.ts'
import { isMap, isScalar } from './value.ts'

const SECTIONS = new Set(
  'AWSTemplateFormatVersion Description Transform Globals Metadata Parameters Rules Mappings Conditions Resources Outputs Hooks'.split(' '),
)
const RESOURCE_MEMBERS = new Set(
  'Type Properties DependsOn Condition Metadata DeletionPolicy UpdateReplacePolicy UpdatePolicy CreationPolicy IgnoreGlobals Description'.split(' '),
)
const ALPHANUMERIC = /^[a-zA-Z0-9]+$/

/** Checks what CloudFormation's ValidateTemplate checks before it looks at any function. Throws TemplateError. */
export function checkSections(root: ValueMap): void {
  const unknown = Object.keys(root).filter((name) => !SECTIONS.has(name))
  if (unknown.length > 0) fail(`Invalid template property or properties [${unknown.join(', ')}]`, unknown[0])
  refuseNulls(root, [])
  const version = root['AWSTemplateFormatVersion']
  if (version !== undefined && version !== '2010-09-09') {
    fail('Template format error: unsupported value for AWSTemplateFormatVersion; the only one is 2010-09-09.', 'AWSTemplateFormatVersion')
  }
  if (root['Description'] !== undefined && typeof root['Description'] !== 'string') fail('Template format error: Description must be a string.', 'Description')
  for (const name of ['Hooks', 'Rules']) {
    if (root[name] !== undefined) fail(`${name} is not supported by this sandbox; remove the section to run the template here.`, name)
  }
  for (const name of ['Globals', 'Metadata', 'Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs']) {
    const section = root[name]
    if (section !== undefined && !isMap(section)) fail(`Template format error: [/${name}] must be an object`, name)
  }
  checkMembers(root)
}

function checkMembers(root: ValueMap): void {
  const entriesOf = (name: string): [string, Value][] => Object.entries((root[name] ?? {}) as ValueMap)
  const resources = entriesOf('Resources')
  if (resources.length === 0) fail('Template format error: At least one Resources member must be defined.', 'Resources')
  for (const [id, declared] of resources) checkResource(id, declared)
  for (const [name, mapping] of entriesOf('Mappings')) checkMapping(name, mapping)
  for (const [name, declared] of entriesOf('Outputs')) checkOutput(name, declared)
  for (const [name, declared] of entriesOf('Parameters')) {
    if (!isMap(declared) || typeof declared['Type'] !== 'string') fail(`Template format error: Every Parameters object must contain a Type member.`, `Parameters.${name}`)
  }
}

function checkResource(id: string, declared: Value): void {
  const path = `Resources.${id}`
  if (id.startsWith('Fn::')) fail(`${id} is not supported by this sandbox as a key of Resources; write the resources out.`, path)
  if (!ALPHANUMERIC.test(id)) fail(`Template format error: Resource name ${id} is non alphanumeric.`, path)
  if (!isMap(declared)) return fail('Template format error: Resources must contain objects; give this one a Type.', path)
  if (typeof declared['Type'] !== 'string' || declared['Type'] === '') {
    fail(`Template format error: [/Resources/${id}] Every Resources object must contain a Type member.`, path)
  }
  for (const name of Object.keys(declared)) {
    if (!RESOURCE_MEMBERS.has(name)) fail(`Invalid template resource property '${name}'; did you mean to put it under Properties?`, `${path}.${name}`)
  }
  if (declared['Properties'] !== undefined && !isMap(declared['Properties'])) fail('Template format error: Properties must be an object.', `${path}.Properties`)
  if (declared['Metadata'] !== undefined && !isMap(declared['Metadata'])) fail('Template format error: Metadata must be an object.', `${path}.Metadata`)
  if (declared['Condition'] !== undefined && typeof declared['Condition'] !== 'string') fail('Template format error: Condition must be the name of a condition.', `${path}.Condition`)
  const dependsOn = declared['DependsOn'] ?? []
  if (!(Array.isArray(dependsOn) ? dependsOn : [dependsOn]).every((item) => typeof item === 'string')) {
    fail('Template format error: DependsOn must be a string or list of strings.', `${path}.DependsOn`)
  }
}

/** User guide, "Mappings": two levels of keys, then a scalar or a list. */
function checkMapping(name: string, mapping: Value): void {
  const path = `Mappings.${name}`
  if (!isMap(mapping)) return fail(`Template format error: Every Mappings object must be a map of maps.`, path)
  for (const [key, attributes] of Object.entries(mapping)) {
    if (!isMap(attributes)) return fail('Template format error: Every Mappings member must be a map of attributes.', `${path}.${key}`)
    for (const [attribute, value] of Object.entries(attributes)) {
      if (!isScalar(value) && !Array.isArray(value)) fail('Template format error: Every Mappings attribute must be a String or a List.', `${path}.${key}.${attribute}`)
    }
  }
}

function checkOutput(name: string, declared: Value): void {
  const path = `Outputs.${name}`
  if (!ALPHANUMERIC.test(name)) fail(`Template format error: Output name ${name} is non alphanumeric.`, path)
  if (!isMap(declared) || declared['Value'] === undefined) return fail('Template format error: Every Outputs member must contain a Value object', path)
  const exported = declared['Export']
  if (exported !== undefined && (!isMap(exported) || exported['Name'] === undefined)) fail('Template format error: Export must be an object with a Name.', `${path}.Export`)
}

function refuseNulls(value: Value, path: readonly string[]): void {
  if (value === null) fail(`[/${path.join('/')}] 'null' values are not allowed in templates`, path.join('.'))
  if (typeof value !== 'object' || value === null) return
  for (const [name, item] of Object.entries(value)) refuseNulls(item as Value, [...path, name])
}

function fail(message: string, path = ''): never {
  throw new TemplateError(message, path)
}
