import { capabilitiesOf, loadTemplate, parseTemplate, TemplateError, type LoadedTemplate, type Template, type Value } from '../../../template/index.ts'
import type { Scope } from '../../kernel/store.ts'
import { insufficientCapabilities, validationError } from './errors.ts'
import { knownTypes, providerOf } from './resources/index.ts'
import type { Spec, StackRecord } from './state.ts'

const SAM = 'AWS::Serverless-2016-10-31'

/** The template that a stack is made from, with its parameters and conditions decided. Throws `TemplateError`. */
export function loadStack(scope: Scope, { id, name }: Pick<StackRecord, 'id' | 'name'>, spec: Spec): LoadedTemplate {
  const { account, region } = scope
  return loadTemplate(spec.template, 'template', {
    parameters: spec.parameters,
    pseudo: { accountId: account, region, stackName: name, stackId: id, notificationArns: spec.notificationArns },
  })
}

/** As `loadStack`, and refuses what cannot be made before anything is. Throws `ValidationError`. */
export function checkedStack(scope: Scope, stack: Pick<StackRecord, 'id' | 'name'>, spec: Spec): LoadedTemplate {
  return asValidation(() => {
    const loaded = loadStack(scope, stack, spec)
    checkTypes(loaded.template)
    return loaded
  })
}

/** Sections and their shapes alone. Throws `ValidationError`. */
export function parsed(text: string): Template {
  return asValidation(() => parseTemplate(text, 'template'))
}

export function asValidation<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof TemplateError) throw validationError(error.message)
    throw error
  }
}

/** The types of a template, transformed or not, that cannot be made here. */
function checkTypes({ resources }: Template): void {
  const types = [...new Set(Object.values(resources).map(({ Type }) => Type))]
  const unknown = types.filter((type) => providerOf(type) === undefined && !type.startsWith('AWS::Serverless::'))
  if (unknown.length === 0) return
  const known = knownTypes().join(', ')
  throw new TemplateError(`Template format error: Unrecognized resource types: [${unknown.join(', ')}] (this emulator makes ${known})`)
}

export const isTransformed = (template: Template) => template.transforms.includes(SAM)

/** Before a transform has said more. */
export function checkParsedTypes(template: Template): void {
  asValidation(() => checkTypes(template))
}

/** Throws `InsufficientCapabilitiesException` where the template asks for more than was acknowledged. */
export function checkCapabilities(template: Template, given: readonly string[], needsExpand: boolean): void {
  const missing = missingCapabilities(template, given)
  const expand = needsExpand && template.transforms.length > 0 && !given.includes('CAPABILITY_AUTO_EXPAND') ? ['CAPABILITY_AUTO_EXPAND'] : []
  if (missing.length + expand.length > 0) throw insufficientCapabilities([...expand, ...missing])
}

export function missingCapabilities(template: Template, given: readonly string[]): string[] {
  return requiredCapabilities(template).filter((one) => !given.includes(one) && !given.includes('CAPABILITY_NAMED_IAM'))
}

export function requiredCapabilities({ resources }: Template): ('CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM')[] {
  const all = Object.entries(resources).map(([logicalId, { Type, Properties = {} }]) => ({
    logicalId, type: Type, properties: Properties, dependsOn: [], metadata: {}, deletionPolicy: 'Delete',
  }))
  return capabilitiesOf(all)
}

/** The template after its transforms, as GetTemplate and the next deployment tool want to see it. */
export function processedText(template: Template): string {
  const { description, metadata, parameters, mappings, conditions, resources, outputs } = template
  const sections: Record<string, Value | object | undefined> = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: description,
    Metadata: metadata,
    Parameters: parameters,
    Mappings: mappings,
    Conditions: conditions,
    Resources: resources,
    Outputs: outputs,
  }
  const filled = Object.entries(sections).filter(([, section]) => section !== undefined && (typeof section !== 'object' || Object.keys(section!).length > 0))
  return JSON.stringify(Object.fromEntries(filled))
}
