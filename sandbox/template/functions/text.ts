import type { IntrinsicFunction } from '../intrinsics.ts'
import { subParts, subReference } from '../references.ts'
import type { Scope } from '../scope.ts'
import { TemplateError } from '../template-error.ts'
import type { Value } from '../value.ts'
import { isScalar, member } from '../value.ts'
import { readSubText } from './sub-text.ts'

/** `Fn::Sub`: a name is looked for among the variables first, then as a Ref, or with a dot as a GetAtt. */
export const sub: IntrinsicFunction = (argument, scope, evaluate) => {
  const { text, variables } = subParts(argument)
  const pieces = readSubText(text).map((part) => {
    if ('text' in part) return part.text
    const own = member(variables, part.variable)
    const value = own === undefined ? lookUp(part.variable, scope) : evaluate(own)
    if (isScalar(value)) return String(value)
    throw new TemplateError(`Template error: variable ${part.variable} in Fn::Sub expression does not resolve to a string`)
  })
  return pieces.join('')
}

function lookUp(variable: string, scope: Scope): Value | undefined {
  const { name, attribute } = subReference(variable)
  if (attribute !== undefined) return scope.getAtt(name, attribute)
  return name === 'AWS::NoValue' ? '' : (member(scope.parameters, name) ?? scope.ref(name))
}

/** `Fn::Join`: items that are AWS::NoValue are left out, with their delimiter. */
export const join: IntrinsicFunction = (argument, _scope, evaluate) => {
  const [delimiter, list] = Array.isArray(argument) && argument.length === 2 ? argument : []
  const items = list === undefined ? undefined : evaluate(list)
  if (typeof delimiter !== 'string' || !Array.isArray(items) || !items.every(isScalar)) {
    throw new TemplateError(
      'Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.',
    )
  }
  return items.join(delimiter)
}

/** `Fn::Split`: the reverse of Join. */
export const split: IntrinsicFunction = (argument, _scope, evaluate) => {
  const [delimiter, source] = Array.isArray(argument) && argument.length === 2 ? argument : []
  const text = source === undefined ? undefined : evaluate(source)
  if (typeof delimiter !== 'string' || delimiter === '' || !isScalar(text)) {
    throw new TemplateError(
      'Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function that returns a string to be split.',
    )
  }
  return String(text).split(delimiter)
}

export const base64: IntrinsicFunction = (argument, _scope, evaluate) => {
  const text = evaluate(argument)
  if (!isScalar(text)) throw new TemplateError('Template error: every Fn::Base64 object must have a String-typed value.')
  return Buffer.from(String(text), 'utf8').toString('base64')
}
