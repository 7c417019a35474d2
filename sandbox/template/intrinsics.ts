import { cidr } from './functions/cidr.ts'
import { findInMap, select } from './functions/collections.ts'
import { base64, join, split, sub } from './functions/text.ts'
import { getAttParts } from './references.ts'
import type { Scope } from './scope.ts'
import { TemplateError } from './template-error.ts'
import type { Value, ValueMap } from './value.ts'
import { intrinsicOf, isMap, isScalar, member } from './value.ts'

/** How a function evaluates its own arguments: `undefined` is `AWS::NoValue`. */
export type Evaluate = (value: Value) => Value | undefined
export type IntrinsicFunction = (argument: Value, scope: Scope, evaluate: Evaluate) => Value | undefined

const FUNCTIONS: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: (argument, scope) => ref(argument, scope),
  'Fn::GetAtt': getAtt,
  'Fn::Sub': sub,
  'Fn::Join': join,
  'Fn::Split': split,
  'Fn::Select': select,
  'Fn::FindInMap': findInMap,
  'Fn::If': choose,
  'Fn::ImportValue': importValue,
  'Fn::Base64': base64,
  'Fn::Cidr': cidr,
  'Fn::GetAZs': getAvailabilityZones,
  'Fn::Length': length,
  'Fn::ToJsonString': toJsonString,
}

/**
 * Evaluates every function in a value. Returns undefined for `AWS::NoValue`, which also removes map members and list
 * items that are it. Throws TemplateError in CloudFormation's words.
 */
export function evaluate(value: Value, scope: Scope): Value | undefined {
  const call = intrinsicOf(value)
  if (call) return callFunction(call.name)(call.argument, scope, (argument) => evaluate(argument, scope))
  if (Array.isArray(value)) return value.map((item) => evaluate(item, scope)).filter((item) => item !== undefined)
  if (!isMap(value)) return value
  const result: ValueMap = {}
  for (const [name, item] of Object.entries(value)) {
    const evaluated = evaluate(item, scope)
    if (evaluated !== undefined) Object.defineProperty(result, name, { value: evaluated, enumerable: true, configurable: true, writable: true })
  }
  return result
}

function callFunction(name: string): IntrinsicFunction {
  const found = member(FUNCTIONS, name)
  if (found) return found
  if (name === 'Fn::Transform') throw new TemplateError('Fn::Transform is not supported by this sandbox: run the macro yourself and put its result into the template.')
  const supported = Object.keys(FUNCTIONS).filter((known) => known !== 'Ref')
  throw new TemplateError(`Template error: Encountered unsupported function: ${name} Supported functions are: [${supported.join(', ')}]`)
}

/** `Ref` of a parameter, pseudo parameter or resource. */
export function ref(argument: Value, scope: Scope): Value | undefined {
  if (typeof argument !== 'string' || argument === '') throw new TemplateError('Template error: every Ref object must have a single String value.')
  if (argument === 'AWS::NoValue') return undefined
  return member(scope.parameters, argument) ?? scope.ref(argument)
}

function getAtt(argument: Value, scope: Scope, evaluateArgument: Evaluate): Value {
  const { id, attribute } = getAttParts(argument)
  const name = evaluateArgument(attribute)
  if (isScalar(name)) return scope.getAtt(id, String(name))
  throw new TemplateError('Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute')
}

/** Only the branch that is taken is evaluated. */
function choose(argument: Value, scope: Scope, evaluateArgument: Evaluate): Value | undefined {
  return evaluateArgument(branchOf(argument, scope.conditions))
}

/** The branch that an Fn::If takes, unevaluated. */
export function branchOf(argument: Value, conditions: Readonly<Record<string, boolean>>): Value {
  const [name, whenTrue, whenFalse] = Array.isArray(argument) ? argument : []
  if (typeof name !== 'string' || whenTrue === undefined || whenFalse === undefined || (argument as Value[]).length !== 3) {
    throw new TemplateError('Template error: Fn::If requires a list argument with three elements: a condition name, the value if true and the value if false')
  }
  const outcome = member(conditions, name)
  if (outcome === undefined) throw new TemplateError(`Template error: unresolved condition dependency ${name} in Fn::If`)
  return outcome ? whenTrue : whenFalse
}

function importValue(argument: Value, scope: Scope, evaluateArgument: Evaluate): Value {
  const name = evaluateArgument(argument)
  if (!isScalar(name)) throw new TemplateError('Template error: the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs')
  const value = scope.importValue?.(String(name))
  if (value === undefined) throw new TemplateError(`No export named ${name} found.`)
  return value
}

/** Every region of the sandbox has the zones a, b and c; the argument '' is the stack's region. */
function getAvailabilityZones(argument: Value, scope: Scope, evaluateArgument: Evaluate): Value {
  const region = evaluateArgument(argument)
  if (typeof region !== 'string') throw new TemplateError('Template error: Fn::GetAZs requires a region name, or "" for the region of the stack')
  const name = region === '' ? String(scope.parameters['AWS::Region']) : region
  return ['a', 'b', 'c'].map((zone) => `${name}${zone}`)
}

/** Of the transform AWS::LanguageExtensions. */
function length(argument: Value, _scope: Scope, evaluateArgument: Evaluate): Value {
  const list = evaluateArgument(argument)
  if (!Array.isArray(list)) throw new TemplateError('Template error: Fn::Length requires a list, or a function that returns a list')
  return list.length
}

/** Of the transform AWS::LanguageExtensions. */
function toJsonString(argument: Value, _scope: Scope, evaluateArgument: Evaluate): Value {
  const value = evaluateArgument(argument)
  if (typeof value !== 'object') throw new TemplateError('Template error: Fn::ToJsonString requires an object or a list')
  return JSON.stringify(value)
}
