import { TemplateError } from './template-error.ts'
import type { Value, ValueMap } from './value.ts'
import { isScalar, member } from './value.ts'

/** What the stack knows of itself; the last three have the values of the `aws` partition when left out. */
export interface PseudoParameters {
  readonly accountId: string
  readonly region: string
  readonly stackName: string
  readonly stackId: string
  readonly partition?: string
  readonly urlSuffix?: string
  readonly notificationArns?: readonly string[]
}

const MEMBERS = new Set(
  'Type Default Description NoEcho AllowedValues AllowedPattern ConstraintDescription MinLength MaxLength MinValue MaxValue'.split(' '),
)

/** The `AWS::…` parameters by their names. */
export function pseudoParameters(pseudo: PseudoParameters): Record<string, Value> {
  return {
    'AWS::AccountId': pseudo.accountId,
    'AWS::Region': pseudo.region,
    'AWS::StackName': pseudo.stackName,
    'AWS::StackId': pseudo.stackId,
    'AWS::Partition': pseudo.partition ?? 'aws',
    'AWS::URLSuffix': pseudo.urlSuffix ?? 'amazonaws.com',
    'AWS::NotificationARNs': [...(pseudo.notificationArns ?? [])],
  }
}

/**
 * Gives each declared parameter its value: the given text or the default, checked, and as what `Ref` yields (a list for
 * the list types, a number for Number). Throws TemplateError in CloudFormation's words.
 */
export function resolveParameters(declared: Readonly<Record<string, ValueMap>>, given: Readonly<Record<string, string>>): Record<string, Value> {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name))
  if (unknown.length > 0) throw new TemplateError(`Parameters: [${unknown.join(', ')}] do not exist in the template`, 'Parameters')
  const texts = Object.entries(declared).map(([name, declaration]) => [name, declaration, textOf(name, declaration, given)] as const)
  const missing = texts.filter(([, , text]) => text === undefined).map(([name]) => name)
  if (missing.length > 0) throw new TemplateError(`Parameters: [${missing.join(', ')}] must have values`, 'Parameters')
  return Object.fromEntries(texts.map(([name, declaration, text]) => [name, resolve(name, declaration, text ?? '')]))
}

function textOf(name: string, declaration: ValueMap, given: Readonly<Record<string, string>>): string | undefined {
  for (const key of Object.keys(declaration)) {
    if (!MEMBERS.has(key)) throw new TemplateError(`Invalid template parameter property '${key}'`, `Parameters.${name}.${key}`)
  }
  const value = member(given, name) ?? declaration['Default']
  if (value === undefined) return undefined
  if (isScalar(value)) return String(value)
  if (Array.isArray(value) && value.every(isScalar) && isList(String(declaration['Type']))) return value.join(',')
  throw new TemplateError('Template format error: Every Default member must be a string.', `Parameters.${name}.Default`)
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.startsWith('List<')
}

function resolve(name: string, declaration: ValueMap, text: string): Value {
  const type = String(declaration['Type'])
  if (type.startsWith('AWS::SSM::')) {
    throw new TemplateError(`Parameter '${name}' has the type ${type}, which this sandbox does not support (it has no Parameter Store); use String.`, `Parameters.${name}.Type`)
  }
  if (!/^(String|Number|CommaDelimitedList|List<(Number|String|AWS::[\w:]+)>|AWS::[\w:]+)$/.test(type)) {
    throw new TemplateError(`Template format error: Unrecognized parameter type: ${type}`, `Parameters.${name}.Type`)
  }
  const items = isList(type) ? (text === '' ? [] : text.split(',').map((item) => item.trim())) : [text]
  const isNumber = type === 'Number' || type === 'List<Number>'
  for (const item of items) check(name, declaration, item, isNumber)
  const values = items.map((item) => (isNumber ? numberOrText(item) : item))
  return isList(type) ? values : (values[0] ?? '')
}

/** CloudFormation keeps a Number's digits as they were given; so `007` stays text, and `10` is a number. */
function numberOrText(text: string): Value {
  return String(Number(text)) === text ? Number(text) : text
}

function check(name: string, declaration: ValueMap, text: string, isNumber: boolean): void {
  const fail = (rule: string): never => {
    const description = declaration['ConstraintDescription']
    const message = description === undefined ? `Parameter '${name}' ${rule}` : `Parameter '${name}' failed to satisfy constraint: ${String(description)}`
    throw new TemplateError(message, `Parameters.${name}`)
  }
  const bound = (member: string): number | undefined => (declaration[member] === undefined ? undefined : Number(declaration[member]))
  if (isNumber && (text.trim() === '' || Number.isNaN(Number(text)))) throw new TemplateError(`Parameter '${name}' must be a number`, `Parameters.${name}`)
  const allowed = declaration['AllowedValues']
  if (Array.isArray(allowed) && !allowed.map(String).includes(text)) fail('must be one of AllowedValues')
  const pattern = declaration['AllowedPattern']
  if (typeof pattern === 'string' && !matches(name, pattern, text)) fail(`must match pattern ${pattern}`)
  if (isNumber) {
    if (Number(text) < (bound('MinValue') ?? -Infinity)) fail(`must be a number not less than ${bound('MinValue')}`)
    if (Number(text) > (bound('MaxValue') ?? Infinity)) fail(`must be a number not greater than ${bound('MaxValue')}`)
    return
  }
  if (text.length < (bound('MinLength') ?? 0)) fail(`must contain at least ${bound('MinLength')} characters`)
  if (text.length > (bound('MaxLength') ?? Infinity)) fail(`must contain at most ${bound('MaxLength')} characters`)
}

/** The whole value must match, as Java's `matches` does. */
function matches(name: string, pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text)
  } catch {
    throw new TemplateError(`Parameter '${name}' has an AllowedPattern that is not a regular expression: ${pattern}`, `Parameters.${name}.AllowedPattern`)
  }
}
