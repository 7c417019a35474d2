import type { Parameter, ParameterDeclaration, Stack, StackEvent, StackResource, StackResourceSummary, StackSummary } from '@aws-sdk/client-cloudformation'
import { isMap, type Template, type Value } from '../../../template/index.ts'
import { parsed } from './prepare.ts'
import type { EventRecord, ResourceRecord, Spec, StackRecord } from './state.ts'

const date = (ms: number) => new Date(ms)
const reasonMember = (reason: string | undefined) => (reason === undefined ? {} : { StackStatusReason: reason })
const NOT_CHECKED = { StackDriftStatus: 'NOT_CHECKED' as const }

/** As DescribeStacks shows it. */
export function stackView(stack: StackRecord): Stack {
  const { id, name, spec, status, reason, createdAt, updatedAt, deletedAt, description, onFailure, roleArn, changeSetId, timeout_min } = stack
  return {
    StackId: id,
    StackName: name,
    ...(changeSetId === undefined ? {} : { ChangeSetId: changeSetId }),
    ...(description === undefined ? {} : { Description: description }),
    Parameters: parametersView(spec),
    CreationTime: date(createdAt),
    ...(deletedAt === undefined ? {} : { DeletionTime: date(deletedAt) }),
    ...(updatedAt === undefined ? {} : { LastUpdatedTime: date(updatedAt) }),
    RollbackConfiguration: {},
    StackStatus: status as Stack['StackStatus'],
    ...reasonMember(reason),
    DisableRollback: onFailure === 'DO_NOTHING',
    NotificationARNs: [...spec.notificationArns],
    ...(timeout_min === undefined ? {} : { TimeoutInMinutes: timeout_min }),
    ...(spec.capabilities.length > 0 ? { Capabilities: [...spec.capabilities] as Stack['Capabilities'] } : {}),
    ...(stack.outputs.length > 0 ? { Outputs: outputsView(stack) } : {}),
    ...(roleArn === undefined ? {} : { RoleARN: roleArn }),
    Tags: [...spec.tags],
    EnableTerminationProtection: stack.terminationProtection,
    ...family(stack),
    DriftInformation: NOT_CHECKED,
  }
}

const family = ({ parentId, rootId }: StackRecord) => ({
  ...(parentId === undefined ? {} : { ParentId: parentId }),
  ...(rootId === undefined ? {} : { RootId: rootId }),
})

function outputsView({ outputs }: StackRecord): Stack['Outputs'] {
  return outputs.map(({ name, value, description, exportName }) => ({
    OutputKey: name,
    OutputValue: value,
    ...(description === undefined ? {} : { Description: description }),
    ...(exportName === undefined ? {} : { ExportName: exportName }),
  }))
}

/** All parameters of the template with the values that hold; those with NoEcho hidden. */
export function parametersView(spec: Spec): Parameter[] {
  // A stack that has only been reviewed has none yet.
  if (spec.template === '') return []
  return Object.entries(parsed(spec.template).parameters).map(([name, declared]) => ({
    ParameterKey: name,
    ParameterValue: String(declared['NoEcho']) === 'true' ? '****' : (spec.parameters[name] ?? text(declared['Default'])),
  }))
}

const text = (value: Value | undefined): string => (Array.isArray(value) ? value.map(String).join(',') : String(value ?? ''))

export function stackSummary(stack: StackRecord): StackSummary {
  const { id, name, description, createdAt, updatedAt, deletedAt, status, reason } = stack
  return {
    StackId: id,
    StackName: name,
    ...(description === undefined ? {} : { TemplateDescription: description }),
    CreationTime: date(createdAt),
    ...(updatedAt === undefined ? {} : { LastUpdatedTime: date(updatedAt) }),
    ...(deletedAt === undefined ? {} : { DeletionTime: date(deletedAt) }),
    StackStatus: status as StackSummary['StackStatus'],
    ...reasonMember(reason),
    ...family(stack),
    DriftInformation: NOT_CHECKED,
  }
}

export function eventView(event: EventRecord): StackEvent {
  const { id, stackId, stackName, logicalId, physicalId, type, time, status, reason, properties, clientToken } = event
  return {
    StackId: stackId,
    EventId: id,
    StackName: stackName,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    Timestamp: date(time),
    ResourceStatus: status as StackEvent['ResourceStatus'],
    ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
    ...(properties === undefined ? {} : { ResourceProperties: properties }),
    ...(clientToken === undefined ? {} : { ClientRequestToken: clientToken }),
  }
}

function resourceBase({ logicalId, physicalId, type, status, reason }: ResourceRecord) {
  return {
    LogicalResourceId: logicalId,
    ...(physicalId === undefined ? {} : { PhysicalResourceId: physicalId }),
    ResourceType: type,
    ResourceStatus: status as StackResource['ResourceStatus'],
    ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
  }
}

export function resourceSummary(resource: ResourceRecord): StackResourceSummary {
  return { ...resourceBase(resource), LastUpdatedTimestamp: date(resource.updatedAt), DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' } } as StackResourceSummary
}

export function resourceView(stack: StackRecord, resource: ResourceRecord): StackResource {
  const base = { StackName: stack.name, StackId: stack.id, ...resourceBase(resource), Timestamp: date(resource.updatedAt) }
  return { ...base, DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' } } as StackResource
}

/** The parameters that a template declares, as ValidateTemplate and GetTemplateSummary show them. */
export function declarations(template: Template): ParameterDeclaration[] {
  return Object.entries(template.parameters).map(([name, declared]) => ({
    ParameterKey: name,
    ...(declared['Default'] === undefined ? {} : { DefaultValue: text(declared['Default']) }),
    ParameterType: String(declared['Type']),
    NoEcho: String(declared['NoEcho']) === 'true',
    ...(typeof declared['Description'] === 'string' ? { Description: declared['Description'] } : {}),
    ParameterConstraints: Array.isArray(declared['AllowedValues']) ? { AllowedValues: declared['AllowedValues'].map(String) } : {},
  }))
}

/** IAM types in the template, for the sentence that says why capabilities are needed. */
export function iamTypes(template: Template): string[] {
  return [...new Set(Object.values(template.resources).map(({ Type }) => Type).filter((type) => type.startsWith('AWS::IAM::')))]
}

export const isWritten = (value: unknown): boolean => isMap(value as Value) && Object.keys(value as object).length > 0
