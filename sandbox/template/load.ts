import { checkReferences, checkValue } from './check-references.ts'
import { evaluateConditions } from './conditions.ts'
import { dependenciesOf, levelsOf } from './graph.ts'
import { branchOf, evaluate } from './intrinsics.ts'
import type { PseudoParameters } from './parameters.ts'
import { pseudoParameters, resolveParameters } from './parameters.ts'
import type { Template } from './parse.ts'
import { parseTemplate } from './parse.ts'
import { expandSam } from './sam.ts'
import type { Scope } from './scope.ts'
import { locating, TemplateError } from './template-error.ts'
import type { Value, ValueMap } from './value.ts'
import { intrinsicOf, mapValue } from './value.ts'


/** A resource of the stack: SAM transformed, conditions decided, references to other resources still to be evaluated. */
export interface TemplateResource {
  readonly logicalId: string
  /** `AWS::Lambda::Function`; never `AWS::Serverless::…`. */
  readonly type: string
  readonly properties: ValueMap
  /** All resources that must be there first, by reference or by DependsOn. */
  readonly dependsOn: readonly string[]
  readonly metadata: ValueMap
  /** Delete unless the template says otherwise. */
  readonly deletionPolicy: string
}

export interface TemplateOutput {
  readonly name: string
  readonly value: Value
  readonly description: string | undefined
  /** Unevaluated, as `value`. */
  readonly exportName: Value | undefined
}

/** How the caller answers for resources that it has made. */
export type ResourceLookup = Pick<Scope, 'ref' | 'getAtt' | 'importValue'>

export interface LoadedTemplate {
  readonly description: string | undefined
  /** In an order in which each resource comes after all it depends on. */
  readonly resources: readonly TemplateResource[]
  /** The same in groups; a group's resources do not depend on each other. */
  readonly levels: readonly (readonly TemplateResource[])[]
  readonly outputs: readonly TemplateOutput[]
  /** Resolved, without the pseudo parameters. */
  readonly parameters: Readonly<Record<string, Value>>
  /** The declarations, after the SAM transform: parameters with their descriptions, metadata, mappings. */
  readonly template: Template
  /**
   * Evaluates what this template's properties and outputs hold. `undefined` is `AWS::NoValue`.
   * Scalars keep their type as written: CloudFormation would take `"10"` where a number is wanted, so may the caller.
   */
  evaluate(value: Value, lookup: ResourceLookup): Value | undefined
}

export interface LoadOptions {
  readonly parameters?: Readonly<Record<string, string>>
  readonly pseudo: PseudoParameters
}

/**
 * From a template's text to what is to be created: parse, parameters, SAM transform, names, conditions, order.
 * Throws TemplateError, whose message is one sentence and whose `path` and `line` say where.
 */
export function loadTemplate(text: string, fileName: string, options: LoadOptions): LoadedTemplate {
  const parsed = parseTemplate(text, fileName)
  return withLines(parsed, () => {
    const own = resolveParameters(parsed.parameters, options.parameters ?? {})
    const parameters = { ...own, ...pseudoParameters(options.pseudo) }
    const template = expandSam(parsed, parameters)
    checkReferences(template)
    const conditions = evaluateConditions(template.conditions, { parameters, mappings: template.mappings })
    const levels = orderedResources(template, conditions)
    const scope = { parameters, mappings: template.mappings, conditions }
    return {
      description: template.description,
      resources: levels.flat(),
      levels,
      outputs: outputsOf(template, conditions, levels.flat()),
      parameters: own,
      template,
      evaluate: (value, lookup) => evaluate(value, { ...scope, ...bound(lookup) }),
    }
  })
}

/** A lookup may be an object with methods. */
function bound(lookup: ResourceLookup): ResourceLookup {
  return {
    ref: (id) => lookup.ref(id),
    getAtt: (id, attribute) => lookup.getAtt(id, attribute),
    importValue: (name) => lookup.importValue?.(name),
  }
}

function withLines<T>(template: Template, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof TemplateError) throw error.at(error.path, error.path === '' ? undefined : template.lineOf(error.path))
    throw error
  }
}

function orderedResources(template: Template, conditions: Readonly<Record<string, boolean>>): TemplateResource[][] {
  const live = Object.entries(template.resources).filter(([, { Condition }]) => Condition === undefined || conditions[Condition])
  const nodes = new Map(
    live.map(([logicalId, declared]) => {
      const node = locating(`Resources.${logicalId}`, () => ({
        type: declared.Type,
        properties: takeBranches(declared.Properties ?? {}, conditions) as ValueMap,
        dependsOn: declared.DependsOn ?? [],
        metadata: takeBranches(declared.Metadata ?? {}, conditions) as ValueMap,
        deletionPolicy: typeof declared.DeletionPolicy === 'string' ? declared.DeletionPolicy : 'Delete',
      }))
      return [logicalId, node]
    }),
  )
  checkLive(template, nodes)
  const dependencies = dependenciesOf(nodes)
  const resource = (logicalId: string): TemplateResource[] => {
    const node = nodes.get(logicalId)
    return node ? [{ ...node, logicalId, dependsOn: dependencies.get(logicalId) ?? [] }] : []
  }
  return levelsOf(dependencies).map((level) => level.flatMap(resource))
}

/** A resource that a condition leaves out may not be referred to by one that stays; DependsOn alone may name it. */
function checkLive(template: Template, nodes: ReadonlyMap<string, { properties: ValueMap }>): void {
  const known = { resources: new Set(nodes.keys()), isParameter: (name: string): boolean => Object.hasOwn(template.parameters, name) }
  for (const [id, { properties }] of nodes) checkValue({ Properties: properties }, known, 'Resources', `Resources.${id}`)
}

function outputsOf(template: Template, conditions: Readonly<Record<string, boolean>>, resources: readonly TemplateResource[]): TemplateOutput[] {
  const known = { resources: new Set(resources.map(({ logicalId }) => logicalId)), isParameter: (name: string): boolean => Object.hasOwn(template.parameters, name) }
  return Object.entries(template.outputs)
    .filter(([, { Condition }]) => Condition === undefined || conditions[Condition])
    .map(([name, declared]) => {
      const value = takeBranches(declared.Value, conditions)
      checkValue({ Value: value }, known, 'Outputs', `Outputs.${name}`)
      return { name, value, description: declared.Description, exportName: declared.Export?.Name }
    })
}

/** A copy with each Fn::If replaced by the branch that is taken; a member that becomes AWS::NoValue goes. */
function takeBranches(value: Value, conditions: Readonly<Record<string, boolean>>): Value {
  return mapValue(value, (item) => {
    const call = intrinsicOf(item)
    return call?.name === 'Fn::If' ? takeBranches(branchOf(call.argument, conditions), conditions) : undefined
  })
}
