import { evaluate } from './intrinsics.ts'
import { referencesIn } from './references.ts'
import type { Scope } from './scope.ts'
import { TemplateError } from './template-error.ts'
import type { Value, ValueMap } from './value.ts'
import { intrinsicOf, isMap, isScalar, member } from './value.ts'

type Declared = Readonly<Record<string, Value>>
type Static = Pick<Scope, 'parameters' | 'mappings'>

/**
 * Evaluates the Conditions section. It may use parameters and mappings, never resources.
 * Throws TemplateError for an unknown name or a cycle.
 */
export function evaluateConditions(declared: Declared, scope: Static): Record<string, boolean> {
  const outcomes: Record<string, boolean> = {}
  for (const name of Object.keys(declared)) outcome(name, { declared, scope, outcomes, path: [] })
  return outcomes
}

interface Walk {
  readonly declared: Declared
  readonly scope: Static
  readonly outcomes: Record<string, boolean>
  /** The conditions being evaluated, outermost first. */
  readonly path: readonly string[]
}

function outcome(name: string, walk: Walk): boolean {
  const known = member(walk.outcomes, name)
  if (known !== undefined) return known
  const definition = member(walk.declared, name)
  const place = `Conditions.${walk.path.at(-1) ?? name}`
  if (definition === undefined) {
    throw new TemplateError(`Template format error: Unresolved condition dependency ${name} in the Conditions block of the template`, place)
  }
  if (walk.path.includes(name)) {
    throw new TemplateError(`Template error: Found circular condition dependency: [${[...walk.path.slice(walk.path.indexOf(name)), name].join(', ')}]`, place)
  }
  const result = test(definition, { ...walk, path: [...walk.path, name] })
  walk.outcomes[name] = result
  return result
}

function test(value: Value, walk: Walk): boolean {
  const list = (name: string, atLeast: number, atMost: number): Value[] => {
    const argument = (value as ValueMap)[name]
    if (Array.isArray(argument) && argument.length >= atLeast && argument.length <= atMost) return argument
    const count = atLeast === atMost ? `${atLeast}` : `at least ${atLeast} and at most ${atMost}`
    throw new TemplateError(`Template error: every ${name} object requires a list of ${count} ${name === 'Fn::Equals' ? 'string' : 'boolean'} parameters.`, placeOf(walk))
  }
  if (isMap(value) && Object.keys(value).length === 1 && typeof value['Condition'] === 'string') return outcome(value['Condition'], walk)
  switch (intrinsicOf(value)?.name) {
    case 'Fn::Equals':
      return equals(list('Fn::Equals', 2, 2), walk)
    case 'Fn::Not':
      return !list('Fn::Not', 1, 1).some((item) => test(item, walk))
    case 'Fn::And':
      return list('Fn::And', 2, 10).map((item) => test(item, walk)).every(Boolean)
    case 'Fn::Or':
      return list('Fn::Or', 2, 10).map((item) => test(item, walk)).some(Boolean)
    default:
      throw new TemplateError('Template format error: Conditions can only be boolean operations on parameters and other conditions', placeOf(walk))
  }
}

/** Compares as CloudFormation does: text with text, case sensitive, so that 1 equals "1" and true equals "true". */
function equals(operands: Value[], walk: Walk): boolean {
  const [left, right] = operands.map((operand) => {
    refuseResources(operand, walk)
    const value = evaluate(operand, { ...walk.scope, conditions: {}, ref: unreachable, getAtt: unreachable })
    return isScalar(value) ? String(value) : JSON.stringify(value)
  })
  return left === right
}

function refuseResources(operand: Value, walk: Walk): void {
  const resources = referencesIn(operand).filter(({ name, attribute }) => attribute !== undefined || !(name in walk.scope.parameters || name === 'AWS::NoValue'))
  if (resources.length === 0) return
  const names = resources.map(({ name }) => name).join(', ')
  throw new TemplateError(`Template format error: Unresolved dependencies [${names}]. Cannot reference resources in the Conditions block of the template`, placeOf(walk))
}

function placeOf(walk: Walk): string {
  return `Conditions.${walk.path.at(-1)}`
}

function unreachable(name: string): never {
  throw new TemplateError(`Template format error: Unresolved dependencies [${name}]. Cannot reference resources in the Conditions block of the template`)
}
