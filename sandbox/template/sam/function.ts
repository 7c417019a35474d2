import type { ResourceDeclaration } from '../parse.ts'
import type { Value, ValueMap } from '../value.ts'
import { isMap } from '../value.ts'
import type { Resources, SamBuild } from './build.ts'
import { attributes, checkProperties, defined, inherited, invalid } from './build.ts'
import { codeLocation } from './code.ts'
import { expandEvent } from './events.ts'
import { functionRole } from './role.ts'
import { tagList } from './tags.ts'

/** Properties that AWS::Lambda::Function has by the same name. */
const SAME = 'FunctionName Handler Runtime Description MemorySize Timeout VpcConfig Environment KmsKeyArn ReservedConcurrentExecutions Layers EphemeralStorage FileSystemConfigs ImageConfig CodeSigningConfigArn Architectures SnapStart RuntimeManagementConfig LoggingConfig RecursiveLoop PackageType'.split(
  ' ',
)
const OWN = 'CodeUri InlineCode ImageUri Role AssumeRolePolicyDocument Policies RolePath PermissionsBoundary Events Tags PropagateTags Tracing DeadLetterQueue'.split(' ')
const KNOWN = new Set([...SAME, ...OWN])
const UNSUPPORTED = new Set(
  'AutoPublishAlias AutoPublishAliasAllProperties AutoPublishCodeSha256 VersionDescription DeploymentPreference ProvisionedConcurrencyConfig FunctionUrlConfig EventInvokeConfig SourceKMSKeyArn CapacityProviderConfig FunctionScalingConfig VersionDeletionPolicy PublishToLatestPublished TenancyConfig DurableConfig'.split(
    ' ',
  ),
)

/** AWS::Serverless::Function: the function, its role when it has none, and what its events make. */
export function expandFunction(build: SamBuild, id: string, declared: ResourceDeclaration): Resources {
  checkProperties(id, declared, KNOWN, UNSUPPORTED)
  const properties = declared.Properties ?? {}
  const resources: Resources = {}
  resources[id] = { ...attributes(declared), Type: 'AWS::Lambda::Function', Properties: lambdaProperties(id, properties) }
  const policies = { managed: [] as Value[], inline: [] as ValueMap[] }
  const events = properties['Events'] ?? {}
  if (!isMap(events)) return invalid(id, "Property 'Events' should be a map.", 'Events')
  for (const [eventId, event] of Object.entries(events)) {
    const made = expandEvent(build, { id, declared, defaultRouteApis: defaultRouteApis(events) }, eventId, event)
    Object.assign(resources, made.resources)
    policies.managed.push(...made.managedPolicies)
    policies.inline.push(...(made.inlinePolicies ?? []))
  }
  if (properties['Role'] === undefined) {
    resources[`${id}Role`] = { ...inherited(declared), Type: 'AWS::IAM::Role', Properties: functionRole(id, properties, policies) }
  }
  return resources
}

function lambdaProperties(id: string, properties: ValueMap): ValueMap {
  const same = Object.fromEntries(SAME.map((name) => [name, properties[name]]))
  const deadLetterQueue = properties['DeadLetterQueue']
  return defined({
    Code: codeOf(id, properties),
    ...same,
    Role: properties['Role'] ?? { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
    TracingConfig: properties['Tracing'] === undefined ? undefined : { Mode: properties['Tracing'] },
    DeadLetterConfig: isMap(deadLetterQueue) ? defined({ TargetArn: deadLetterQueue['TargetArn'] }) : undefined,
    Tags: tagList(id, properties),
  })
}

function codeOf(id: string, properties: ValueMap): Value {
  const { CodeUri: codeUri, InlineCode: inlineCode, ImageUri: imageUri } = properties
  if (properties['PackageType'] === 'Image' || imageUri !== undefined) {
    if (imageUri === undefined) invalid(id, "'ImageUri' must be set.", 'ImageUri')
    return { ImageUri: imageUri }
  }
  for (const name of ['Handler', 'Runtime']) {
    if (properties[name] === undefined) invalid(id, `'${name}' is a required property of a function in a zip file; add it here or to Globals.Function.`, name)
  }
  if (inlineCode !== undefined) return { ZipFile: inlineCode }
  if (codeUri === undefined) return invalid(id, "One of 'InlineCode' or 'CodeUri' must be set.", 'CodeUri')
  return codeLocation(id, 'CodeUri', codeUri)
}

/** The APIs (by the event's ApiId) whose `$default` route is this function's: its permission covers the other routes. */
function defaultRouteApis(events: ValueMap): ReadonlySet<string> {
  const apis = Object.values(events).flatMap((event) => {
    if (!isMap(event) || event['Type'] !== 'HttpApi') return []
    const properties = isMap(event['Properties']) ? event['Properties'] : {}
    const isDefault = properties['Path'] === undefined || properties['Path'] === '$default'
    return isDefault ? [JSON.stringify(properties['ApiId'] ?? null)] : []
  })
  return new Set(apis)
}
