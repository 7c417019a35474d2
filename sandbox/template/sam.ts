import type { OutputDeclaration, ResourceDeclaration, Template } from './parse.ts'
import { renameReferences } from './references.ts'
import type { Resources, SamBuild } from './sam/build.ts'
import { IMPLICIT_API } from './sam/build.ts'
import { expandFunction } from './sam/function.ts'
import { mergeGlobals, withGlobals } from './sam/globals.ts'
import { expandHttpApi, implicitApiCondition } from './sam/http-api.ts'
import { expandLayer } from './sam/layer.ts'
import { withNotifications } from './sam/notifications.ts'
import { expandRestApi, IMPLICIT_REST_API } from './sam/rest-api.ts'
import { TemplateError } from './template-error.ts'
import type { Value, ValueMap } from './value.ts'

export const SAM_TRANSFORM = 'AWS::Serverless-2016-10-31'

/** LanguageExtensions adds functions, which `intrinsics.ts` always has. */
const KNOWN_TRANSFORMS = new Set([SAM_TRANSFORM, 'AWS::LanguageExtensions'])

type Expand = (build: SamBuild, id: string, declared: ResourceDeclaration) => Resources
const EXPANSIONS: Readonly<Record<string, Expand>> = {
  'AWS::Serverless::Api': expandRestApi,
  'AWS::Serverless::Function': expandFunction,
  'AWS::Serverless::HttpApi': expandHttpApi,
  'AWS::Serverless::LayerVersion': expandLayer,
}

/**
 * The template with each AWS::Serverless resource replaced by the CloudFormation resources that AWS's SAM transform
 * makes of it, under the same logical ids. Local code paths stay paths. `parameters` (resolved, with the pseudo
 * parameters) are used where SAM needs a literal, such as a route's path. Throws TemplateError.
 */
export function expandSam(template: Template, parameters: Readonly<Record<string, Value>> = {}): Template {
  refuseTransforms(template)
  if (!template.transforms.includes(SAM_TRANSFORM)) return template
  refuseTypes(template)
  const build: SamBuild = { template: { ...template, resources: mergeGlobals(template) }, parameters, routes: new Map(), notifications: new Map(), conditions: {}, names: new Map() }
  const expanded = expandAll(build)
  const outputs = Object.entries(template.outputs).map(([name, output]) => [name, renameReferences(output as unknown as Value, build.names) as unknown as OutputDeclaration])
  return {
    ...template,
    transforms: template.transforms.filter((name) => name !== SAM_TRANSFORM),
    globals: {},
    conditions: { ...template.conditions, ...build.conditions },
    resources: Object.fromEntries(Object.entries(expanded).map(([id, declared]) => [id, renamed(declared, build.names)])),
    outputs: Object.fromEntries(outputs),
  }
}

/** Functions first, because their events make the routes of the APIs; the result is in the template's order. */
function expandAll(build: SamBuild): Resources {
  const resources = build.template.resources
  const parts = new Map<string, Resources>(Object.entries(resources).map(([id, declared]) => [id, { [id]: declared }]))
  const expandType = (type: string): void => {
    for (const [id, declared] of Object.entries(resources)) {
      if (declared.Type === type) parts.set(id, EXPANSIONS[type]?.(build, id, declared) ?? {})
    }
  }
  expandType('AWS::Serverless::Function')
  expandType('AWS::Serverless::LayerVersion')
  expandType('AWS::Serverless::HttpApi')
  expandType('AWS::Serverless::Api')
  const implicit = implicitApi(build, IMPLICIT_API, 'AWS::Serverless::HttpApi')
  if (implicit) parts.set(IMPLICIT_API, expandHttpApi(build, IMPLICIT_API, implicit))
  const rest = implicitApi(build, IMPLICIT_REST_API, 'AWS::Serverless::Api', { StageName: 'Prod' })
  if (rest) parts.set(IMPLICIT_REST_API, expandRestApi(build, IMPLICIT_REST_API, rest))
  for (const [id, notifications] of build.notifications) {
    const bucket = resources[id]
    if (bucket) parts.set(id, { [id]: withNotifications(id, bucket, notifications) })
  }
  return joined(parts)
}

/** The API of events that name none, unless the template declares it itself. */
function implicitApi(build: SamBuild, id: string, type: string, properties: ValueMap = {}): ResourceDeclaration | undefined {
  const routes = build.routes.get(id) ?? []
  if (routes.length === 0 || Object.hasOwn(build.template.resources, id)) return undefined
  const condition = implicitApiCondition(build, id, routes)
  return withGlobals(build.template, id, { Type: type, Properties: properties, ...(condition !== undefined && { Condition: condition }) })
}

function joined(parts: ReadonlyMap<string, Resources>): Resources {
  const all: Resources = {}
  for (const [source, part] of parts) {
    for (const [id, declared] of Object.entries(part)) {
      if (Object.hasOwn(all, id)) throw new TemplateError(`Resource with id [${source}] is invalid. Transforming it makes a resource ${id}, which the template has already; rename one of them.`, `Resources.${source}`)
      all[id] = declared
    }
  }
  return all
}

function renamed(declared: ResourceDeclaration, names: ReadonlyMap<string, string>): ResourceDeclaration {
  if (names.size === 0) return declared
  const dependsOn = declared.DependsOn?.map((id) => names.get(id) ?? id)
  return {
    ...declared,
    ...(dependsOn && { DependsOn: dependsOn }),
    ...(declared.Properties && { Properties: renameReferences(declared.Properties, names) as ValueMap }),
  }
}

function refuseTransforms(template: Template): void {
  const unknown = template.transforms.find((name) => !KNOWN_TRANSFORMS.has(name))
  if (unknown !== undefined) throw new TemplateError(`No transform named ${unknown} found; this sandbox has ${[...KNOWN_TRANSFORMS].join(' and ')}.`, 'Transform')
  const types = [...new Set(Object.values(template.resources).map(({ Type }) => Type))].filter((type) => type.startsWith('AWS::Serverless::'))
  if (types.length > 0 && !template.transforms.includes(SAM_TRANSFORM)) {
    throw new TemplateError(`Template format error: Unrecognized resource types: [${types.join(', ')}]; add "Transform: ${SAM_TRANSFORM}" at the top of the template.`, 'Resources')
  }
}

function refuseTypes(template: Template): void {
  for (const [id, { Type: type }] of Object.entries(template.resources)) {
    if (!type.startsWith('AWS::Serverless::') || Object.hasOwn(EXPANSIONS, type)) continue
    throw new TemplateError(
      `Resource with id [${id}] is invalid. ${type} is not supported by this sandbox; it has ${Object.keys(EXPANSIONS).join(', ')}. Declare the plain CloudFormation resource instead, or leave it out by a separate template.`,
      `Resources.${id}.Type`,
    )
  }
}
