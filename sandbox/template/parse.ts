import { checkSections } from './sections.ts'
import { TemplateError } from './template-error.ts'
import type { Value, ValueMap } from './value.ts'
import { intrinsicOf, isMap, mapValue } from './value.ts'
import { readText } from './yaml.ts'

export interface ResourceDeclaration {
  readonly Type: string
  readonly Properties?: ValueMap
  readonly DependsOn?: readonly string[]
  readonly Condition?: string
  readonly Metadata?: ValueMap
  readonly DeletionPolicy?: Value
  readonly UpdateReplacePolicy?: Value
  readonly UpdatePolicy?: Value
  readonly CreationPolicy?: Value
  /** SAM: `'*'`, or the Globals properties that this resource does not take. */
  readonly IgnoreGlobals?: Value
}

export interface OutputDeclaration {
  readonly Value: Value
  readonly Description?: string
  readonly Condition?: string
  readonly Export?: { readonly Name: Value }
}

/** A template whose sections have the right shape, in the long form; intrinsic functions are not evaluated. */
export interface Template {
  readonly description: string | undefined
  /** `AWS::Serverless-2016-10-31` and the like. */
  readonly transforms: readonly string[]
  readonly globals: ValueMap
  readonly metadata: ValueMap
  readonly parameters: Readonly<Record<string, ValueMap>>
  readonly mappings: Readonly<Record<string, ValueMap>>
  readonly conditions: Readonly<Record<string, Value>>
  readonly resources: Readonly<Record<string, ResourceDeclaration>>
  readonly outputs: Readonly<Record<string, OutputDeclaration>>
  /** The 1-based line of `Resources.X.Properties.…`, or of the deepest part of it that the text has. */
  lineOf(path: string): number | undefined
}

/**
 * Reads a SAM or CloudFormation template, YAML or JSON, and checks the shape of its sections.
 * What a name refers to is checked after the transform (`checkReferences`), because SAM makes resources that may be
 * referred to. Throws TemplateError.
 */
export function parseTemplate(text: string, fileName: string): Template {
  const source = readText(text, fileName)
  const lineOf = (path: string): number | undefined => source.lineOf(path.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step)))
  const root = mapValue(source.value, normalizeGetAtt)
  if (!isMap(root)) {
    throw new TemplateError(`Template format error: ${fileName} is not a map of sections; a template starts with AWSTemplateFormatVersion and Resources.`)
  }
  try {
    checkSections(root)
    return assemble(root, lineOf)
  } catch (error) {
    if (error instanceof TemplateError) throw error.at(error.path, lineOf(error.path))
    throw error
  }
}

/** `Fn::GetAtt: A.B.C` means `[A, B.C]`; a nested value is entered again, since a GetAtt holds only scalars. */
function normalizeGetAtt(value: Value): Value | undefined {
  const call = intrinsicOf(value)
  if (call?.name !== 'Fn::GetAtt' || typeof call.argument !== 'string') return undefined
  const dot = call.argument.indexOf('.')
  if (dot < 1 || dot === call.argument.length - 1) {
    throw new TemplateError(
      `Template error: if specifying one argument to Fn::GetAtt, that argument must be a non-empty string in format <LogicalId>.<Attribute> (got "${call.argument}")`,
    )
  }
  return { 'Fn::GetAtt': [call.argument.slice(0, dot), call.argument.slice(dot + 1)] }
}

function assemble(root: ValueMap, lineOf: Template['lineOf']): Template {
  const section = <T extends Value>(name: string): Record<string, T> => (root[name] ?? {}) as Record<string, T>
  const transforms = root['Transform'] ?? []
  return {
    description: root['Description'] as string | undefined,
    transforms: (Array.isArray(transforms) ? transforms : [transforms]).map((item) => (isMap(item) ? String(item['Name']) : String(item))),
    globals: section('Globals'),
    metadata: section('Metadata'),
    parameters: section<ValueMap>('Parameters'),
    mappings: section<ValueMap>('Mappings'),
    conditions: section('Conditions'),
    resources: Object.fromEntries(Object.entries(section<ValueMap>('Resources')).map(([id, declared]) => [id, resource(declared)])),
    outputs: section<ValueMap>('Outputs') as unknown as Record<string, OutputDeclaration>,
    lineOf,
  }
}

function resource(declared: ValueMap): ResourceDeclaration {
  const { DependsOn, ...rest } = declared
  if (DependsOn === undefined) return rest as unknown as ResourceDeclaration
  return { ...rest, DependsOn: Array.isArray(DependsOn) ? DependsOn : [DependsOn] } as unknown as ResourceDeclaration
}
