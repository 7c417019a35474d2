import { readSubText, writeSubText } from './functions/sub-text.ts'
import { TemplateError } from './template-error.ts'
import type { Value, ValueMap } from './value.ts'
import { intrinsicOf, isMap, mapValue, member } from './value.ts'

/** A name that a value refers to: a parameter, pseudo parameter or resource; with `attribute` an attribute of a resource. */
export interface Reference {
  readonly by: 'Ref' | 'Fn::GetAtt' | 'Fn::Sub'
  readonly name: string
  readonly attribute?: string
}

/** All references in a value, in its order; both branches of an Fn::If count. */
export function referencesIn(value: Value): Reference[] {
  const found: Reference[] = []
  collect(value, found)
  return found
}

function collect(value: Value, found: Reference[]): void {
  const call = intrinsicOf(value)
  if (call?.name === 'Ref') found.push({ by: 'Ref', name: refName(call.argument) })
  else if (call?.name === 'Fn::GetAtt') collectGetAtt(call.argument, found)
  else if (call?.name === 'Fn::Sub') collectSub(call.argument, found)
  else if (Array.isArray(value)) for (const item of value) collect(item, found)
  else if (isMap(value)) for (const item of Object.values(value)) collect(item, found)
}

function refName(argument: Value): string {
  if (typeof argument === 'string' && argument !== '') return argument
  throw new TemplateError('Template error: every Ref object must have a single String value.')
}

/** Reads `[LogicalId, Attribute]`; the attribute may be a function. */
export function getAttParts(argument: Value): { id: string; attribute: Value } {
  const [id, attribute] = Array.isArray(argument) ? argument : []
  const isAttribute = (typeof attribute === 'string' && attribute !== '') || intrinsicOf(attribute) !== undefined
  if (typeof id === 'string' && id !== '' && attribute !== undefined && isAttribute && (argument as Value[]).length === 2) return { id, attribute }
  throw new TemplateError('Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute')
}

function collectGetAtt(argument: Value, found: Reference[]): void {
  const { id, attribute } = getAttParts(argument)
  found.push({ by: 'Fn::GetAtt', name: id, attribute: typeof attribute === 'string' ? attribute : '' })
  collect(attribute, found)
}

/** Reads `text` or `[text, { name: value }]`. */
export function subParts(argument: Value): { text: string; variables: ValueMap } {
  const [text, variables = {}] = Array.isArray(argument) ? argument : [argument]
  if (typeof text === 'string' && isMap(variables) && (!Array.isArray(argument) || argument.length <= 2)) return { text, variables }
  throw new TemplateError(
    "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and an optional second argument to specify a mapping of values to replace in the string",
  )
}

function collectSub(argument: Value, found: Reference[]): void {
  const { text, variables } = subParts(argument)
  for (const part of readSubText(text)) {
    if ('variable' in part && !Object.hasOwn(variables, part.variable)) found.push(subReference(part.variable))
  }
  collect(variables, found)
}

/** `${A.B.C}` is attribute B.C of A; `${A}` is a Ref. */
export function subReference(variable: string): Reference {
  const dot = variable.indexOf('.')
  if (dot < 0) return { by: 'Fn::Sub', name: variable }
  return { by: 'Fn::Sub', name: variable.slice(0, dot), attribute: variable.slice(dot + 1) }
}

/** A copy in which references to `from` mean `to`, in Ref, Fn::GetAtt and Fn::Sub. `from` may be `Api.Stage`. */
export function renameReferences(value: Value, names: ReadonlyMap<string, string>): Value {
  const renamed = (variable: string): string => {
    const { name, attribute } = subReference(variable)
    return names.get(variable) ?? (attribute === undefined ? variable : `${names.get(name) ?? name}.${attribute}`)
  }
  return mapValue(value, (item) => {
    const call = intrinsicOf(item)
    if (call?.name === 'Ref' && typeof call.argument === 'string') return { Ref: names.get(call.argument) ?? call.argument }
    if (call?.name === 'Fn::GetAtt' && Array.isArray(call.argument)) {
      const [id = '', attribute = ''] = call.argument
      return { 'Fn::GetAtt': [member(Object.fromEntries(names), String(id)) ?? id, renameReferences(attribute, names)] }
    }
    if (call?.name !== 'Fn::Sub') return undefined
    const { text, variables } = subParts(call.argument)
    const keep = (variable: string): string => (Object.hasOwn(variables, variable) ? variable : renamed(variable))
    const newText = writeSubText(readSubText(text), keep)
    return { 'Fn::Sub': Array.isArray(call.argument) ? [newText, renameReferences(variables, names)] : newText }
  })
}
