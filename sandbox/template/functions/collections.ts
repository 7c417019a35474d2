import type { IntrinsicFunction } from '../intrinsics.ts'
import { TemplateError } from '../template-error.ts'
import type { Value } from '../value.ts'
import { isMap, isScalar, member } from '../value.ts'

/** `Fn::Select`: a 0-based index into a list. */
export const select: IntrinsicFunction = (argument, _scope, evaluate) => {
  const [index, list] = Array.isArray(argument) && argument.length === 2 ? argument.map(evaluate) : []
  if (!isScalar(index) || !/^\d+$/.test(String(index)) || !Array.isArray(list)) {
    throw new TemplateError('Template error: Fn::Select requires a list argument with two elements: an integer index and a list')
  }
  const item = list[Number(index)]
  if (item === undefined) throw new TemplateError(`Template error: Fn::Select cannot select nonexistent value at index ${index}`)
  return item
}

/** `Fn::FindInMap`; a fourth element `{DefaultValue: …}` is that of AWS::LanguageExtensions. */
export const findInMap: IntrinsicFunction = (argument, scope, evaluate) => {
  const [map, key, attribute, options] = Array.isArray(argument) ? argument : []
  const names = [map, key, attribute].map((name) => (name === undefined ? undefined : evaluate(name)))
  if (!names.every(isScalar) || (argument as Value[]).length > 4) {
    throw new TemplateError('Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value')
  }
  const [first = '', second = '', third = ''] = names.map(String)
  const found = member(member(scope.mappings, first) ?? {}, second)
  const value = isMap(found) ? member(found, third) : undefined
  if (value !== undefined) return value
  if (isMap(options) && options['DefaultValue'] !== undefined) return evaluate(options['DefaultValue'])
  throw new TemplateError(
    Object.hasOwn(scope.mappings, first)
      ? `Template error: Unable to get mapping for ${first}::${second}::${third}`
      : `Template error: Mapping named '${first}' is not present in the 'Mappings' section of template.`,
  )
}
