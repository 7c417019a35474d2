import type { Value, ValueMap } from '../value.ts'
import { intrinsicOf, isMap } from '../value.ts'
import { defined, invalid } from './build.ts'
import { policyFromTemplate } from './policy-templates.ts'
import { tagList } from './tags.ts'

const TRUST: Value = {
  Version: '2012-10-17',
  Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] } }],
}
const DEAD_LETTER_ACTIONS: Readonly<Record<string, string>> = { SQS: 'sqs:SendMessage', SNS: 'sns:Publish' }

/** Properties of the role that SAM makes for a function without one, with the policies that its event sources need. */
export function functionRole(id: string, properties: ValueMap, events: { managed: readonly Value[]; inline: readonly ValueMap[] }): ValueMap {
  const managed: Value[] = [managedPolicyArn('AWSLambdaBasicExecutionRole')]
  if (properties['Tracing'] === 'Active' || properties['Tracing'] === 'PassThrough') managed.push(managedPolicyArn('AWSXrayWriteOnlyAccess'))
  if (properties['VpcConfig'] !== undefined) managed.push(managedPolicyArn('AWSLambdaVPCAccessExecutionRole'))
  const inline = deadLetterPolicy(id, properties)
  policyList(properties['Policies']).forEach((policy, index) => {
    const document = documentOf(id, policy)
    if (document === undefined) addOnce(managed, typeof policy === 'string' ? managedPolicyArn(policy) : withManagedNames(policy))
    else inline.push({ PolicyName: `${id}RolePolicy${index}`, PolicyDocument: document })
  })
  for (const policy of events.managed) addOnce(managed, policy)
  for (const policy of events.inline) if (!inline.some((other) => sameDocument(other, policy))) inline.push(policy)
  return defined({
    AssumeRolePolicyDocument: properties['AssumeRolePolicyDocument'] ?? TRUST,
    ManagedPolicyArns: managed,
    Path: properties['RolePath'],
    Policies: inline.length > 0 ? inline : undefined,
    PermissionsBoundary: properties['PermissionsBoundary'],
    Tags: tagList(id, properties),
  })
}

const sameDocument = (one: Value, other: Value) =>
  isMap(one) && isMap(other) && JSON.stringify(one['PolicyDocument']) === JSON.stringify(other['PolicyDocument'])

/** What a role needs to write to a destination of discarded records; undefined for a type that SAM does not know. */
export function destinationStatements(type: string, arn: Value): ValueMap[] | undefined {
  if (type === 'SQS') return [{ Action: 'sqs:SendMessage', Effect: 'Allow', Resource: arn }]
  if (type === 'SNS') return [{ Action: 'sns:publish', Effect: 'Allow', Resource: arn }]
  if (type !== 'S3') return undefined
  return [
    { Action: 's3:PutObject', Effect: 'Allow', Resource: { 'Fn::Join': ['/', [arn, '*']] } },
    { Action: 's3:ListBucket', Effect: 'Allow', Resource: arn },
  ]
}

/** The ARN of an AWS managed policy: those that Lambda's roles use lie under `service-role/`. An ARN stays. */
export function managedPolicyArn(name: string): string {
  if (name.startsWith('arn:')) return name
  const isServiceRole = /^AWSLambda(\w*ExecutionRole|Role|ENIManagementAccess)$/.test(name)
  return `arn:aws:iam::aws:policy/${isServiceRole ? 'service-role/' : ''}${name}`
}

function withManagedNames(policy: Value): Value {
  const call = intrinsicOf(policy)
  if (call?.name !== 'Fn::If' || !Array.isArray(call.argument)) return policy
  const [condition = '', ...branches] = call.argument
  return { 'Fn::If': [condition, ...branches.map((branch) => (typeof branch === 'string' ? managedPolicyArn(branch) : branch))] }
}

function policyList(policies: Value | undefined): Value[] {
  if (policies === undefined) return []
  return Array.isArray(policies) ? policies : [policies]
}

/** The inline document that an entry of Policies stands for; undefined for a managed policy. */
function documentOf(id: string, policy: Value): Value | undefined {
  if (typeof policy === 'string' || intrinsicOf(policy)) return undefined
  if (!isMap(policy)) return invalid(id, "An entry of 'Policies' is a policy name, an ARN, a policy template or a document with a Statement.", 'Policies')
  return 'Statement' in policy ? policy : policyFromTemplate(id, policy)
}

function addOnce(list: Value[], item: Value): void {
  if (!list.some((other) => JSON.stringify(other) === JSON.stringify(item))) list.push(item)
}

function deadLetterPolicy(id: string, properties: ValueMap): Value[] {
  const queue = properties['DeadLetterQueue']
  if (queue === undefined) return []
  const action = isMap(queue) ? DEAD_LETTER_ACTIONS[String(queue['Type'])] : undefined
  if (!isMap(queue) || action === undefined || queue['TargetArn'] === undefined) {
    return invalid(id, "'DeadLetterQueue' requires Type (SQS or SNS) and TargetArn properties to be specified.", 'DeadLetterQueue')
  }
  const statement = { Action: action, Resource: queue['TargetArn'], Effect: 'Allow' }
  return [{ PolicyName: 'DeadLetterQueuePolicy', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }]
}
