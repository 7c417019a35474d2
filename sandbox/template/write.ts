import { stringify } from 'yaml'
import type { Template } from './parse.ts'
import type { Value } from './value.ts'

/** The template as one value, sections in the order in which people write them, functions in the long form. */
export function templateValue(template: Template): Value {
  const { description, transforms } = template
  const sections: readonly (readonly [string, unknown])[] = [
    ['AWSTemplateFormatVersion', '2010-09-09'],
    ['Transform', transforms.length > 1 ? transforms : transforms[0]],
    ['Description', description],
    ['Metadata', template.metadata],
    ['Parameters', template.parameters],
    ['Mappings', template.mappings],
    ['Conditions', template.conditions],
    ['Globals', template.globals],
    ['Resources', template.resources],
    ['Outputs', template.outputs],
  ]
  return Object.fromEntries(sections.filter(([, value]) => !isEmpty(value))) as Value
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
}

/** For people: YAML that CloudFormation reads (1.1, so that what looks like a date or a boolean is quoted), without aliases. */
export function templateYaml(template: Template): string {
  return stringify(templateValue(template), { version: '1.1', aliasDuplicateObjects: false, lineWidth: 120 })
}
