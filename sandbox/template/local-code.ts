import { evaluateConditions } from './conditions.ts'
import { evaluate } from './intrinsics.ts'
import type { PseudoParameters } from './parameters.ts'
import { pseudoParameters, resolveParameters } from './parameters.ts'
import type { Template } from './parse.ts'
import { mergeGlobals } from './sam/globals.ts'
import { TemplateError } from './template-error.ts'
import type { Value, ValueMap } from './value.ts'

/** Code of a function or a layer that lies in a local folder or file. */
export interface LocalCode {
  readonly logicalId: string
  /** What names the path: `CodeUri`, say. */
  readonly property: string
  /** As in the template, from its folder. */
  readonly path: string
  readonly runtime: string | undefined
  /** How it is to be built: `BuildMethod` and `BuildProperties`. */
  readonly metadata: ValueMap
}

/** The properties that `aws cloudformation package` looks at, of the types that have code. */
const CODE_PROPERTIES: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'CodeUri',
  'AWS::Serverless::LayerVersion': 'ContentUri',
  'AWS::Lambda::Function': 'Code',
  'AWS::Lambda::LayerVersion': 'Content',
}

/**
 * The local code of a template as it is written, SAM not transformed: with the parameters' values (defaults where none is
 * given) each path is known. Throws TemplateError where one depends on what is only known in AWS.
 */
export function localCodeIn(template: Template, given: Readonly<Record<string, string>>, pseudo: PseudoParameters): LocalCode[] {
  const parameters = { ...resolveParameters(template.parameters, given), ...pseudoParameters(pseudo) }
  const conditions = evaluateConditions(template.conditions, { parameters, mappings: template.mappings })
  const scope = { parameters, mappings: template.mappings, conditions, ref: notYet, getAtt: notYet }
  const resolve = (value: Value | undefined) => (value === undefined ? undefined : evaluate(value, scope))
  return Object.entries(mergeGlobals(template)).flatMap(([logicalId, { Type, Properties = {}, Metadata = {}, Condition }]) => {
    const property = CODE_PROPERTIES[Type]
    if (property === undefined || (Condition !== undefined && !conditions[Condition])) return []
    const path = resolve(Properties[property])
    if (typeof path !== 'string' || path.startsWith('s3://')) return []
    const { BuildMethod, BuildProperties } = Metadata
    const metadata = resolve({ ...(BuildMethod === undefined ? {} : { BuildMethod }), ...(BuildProperties === undefined ? {} : { BuildProperties }) }) as ValueMap
    const runtime = resolve(Properties['Runtime'])
    return [{ logicalId, property, path, runtime: runtime === undefined ? undefined : String(runtime), metadata }]
  })
}

function notYet(logicalId: string): never {
  throw new TemplateError(`Where code lies must be known before anything is made, and this depends on ${logicalId}. Write the path out, or look it up in a mapping.`, `Resources.${logicalId}`)
}

/** A copy of the template in which each code is said to lie where `placeOf` says. */
export function withCode(template: Template, code: readonly LocalCode[], placeOf: (code: LocalCode) => Value): Template {
  const resources = { ...template.resources }
  for (const item of code) {
    const declared = resources[item.logicalId]!
    resources[item.logicalId] = { ...declared, Properties: { ...declared.Properties, [item.property]: placeOf(item) } }
  }
  return { ...template, resources }
}
