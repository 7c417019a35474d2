import type { Bench } from './bench.ts'
import type { Names } from './names.ts'

/** Actions on resources. */
export interface Grant {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
}

/** Of the two functions' roles. */
export type RoleOf = 'upload' | 'processor'

const LOGS = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']
export const READ_STREAM = ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:ListShards']

const logs = ({ region, account }: Names, name: string): Grant => ({ actions: LOGS, resources: [`arn:aws:logs:${region}:${account}:log-group:/aws/lambda/${name}:*`] })

/** What a function needs and no more: of S3, Kinesis and the logs, in this order (the processor: read, write, stream, logs). */
export function needsOf(names: Names, role: RoleOf): readonly Grant[] {
  const uploads = [`arn:aws:s3:::${names.uploadBucket}/uploads/*`]
  const stream = [names.streamArn]
  if (role === 'upload')
    return [{ actions: ['s3:PutObject'], resources: uploads }, { actions: ['kinesis:PutRecord', 'kinesis:PutRecords'], resources: stream }, logs(names, names.uploadFunction)]
  return [
    { actions: ['s3:GetObject'], resources: uploads },
    { actions: ['s3:PutObject'], resources: [`arn:aws:s3:::${names.processedBucket}/processed/*`] },
    { actions: READ_STREAM, resources: stream },
    logs(names, names.processorFunction),
  ]
}

export function documentOf(grants: readonly Grant[]): string {
  const Statement = grants.map(({ actions, resources }) => ({ Effect: 'Allow', Action: actions, Resource: resources }))
  return JSON.stringify({ Version: '2012-10-17', Statement })
}

const roleName = ({ names }: Bench, role: RoleOf) => (role === 'upload' ? names.uploadRole : names.processorRole)

/** Puts these in place of the role's own policy. */
export async function grant(bench: Bench, role: RoleOf, grants: readonly Grant[], PolicyName: string = role): Promise<void> {
  const { PutRolePolicyCommand } = await import('@aws-sdk/client-iam')
  await (await bench.clients.iam()).send(new PutRolePolicyCommand({ RoleName: roleName(bench, role), PolicyName, PolicyDocument: documentOf(grants) }))
}

interface Statement {
  readonly Effect: string
  readonly Action?: string | string[]
  readonly Resource?: string | string[]
}

/** Where the function runs as another role, or its role may more than the function needs. */
export async function roleProblems(bench: Bench, role: RoleOf): Promise<string[]> {
  const { GetFunctionConfigurationCommand } = await import('@aws-sdk/client-lambda')
  const name = roleName(bench, role)
  const FunctionName = role === 'upload' ? bench.names.uploadFunction : bench.names.processorFunction
  const { Role } = await (await bench.clients.lambda()).send(new GetFunctionConfigurationCommand({ FunctionName }))
  if (!Role?.endsWith(`/${name}`)) return [`${FunctionName} runs as ${Role}. It should keep its own role, ${name}.`]
  const needed = needsOf(bench.names, role)
  return (await statementsOf(bench, name)).flatMap((statement) => tooWide(statement, needed, name))
}

async function statementsOf(bench: Bench, RoleName: string): Promise<Statement[]> {
  const iamClient = await import('@aws-sdk/client-iam')
  const iam = await bench.clients.iam()
  const { PolicyNames = [] } = await iam.send(new iamClient.ListRolePoliciesCommand({ RoleName }))
  const { AttachedPolicies = [] } = await iam.send(new iamClient.ListAttachedRolePoliciesCommand({ RoleName }))
  const own = PolicyNames.map(async (PolicyName) => (await iam.send(new iamClient.GetRolePolicyCommand({ RoleName, PolicyName }))).PolicyDocument)
  const attached = AttachedPolicies.map(async ({ PolicyArn }) => {
    const { Policy } = await iam.send(new iamClient.GetPolicyCommand({ PolicyArn }))
    return (await iam.send(new iamClient.GetPolicyVersionCommand({ PolicyArn, VersionId: Policy!.DefaultVersionId }))).PolicyVersion!.Document
  })
  const documents = await Promise.all([...own, ...attached])
  // IAM gives documents as they would stand in a URL.
  return documents.flatMap((text) => [(JSON.parse(decodeURIComponent(text!)) as { Statement: Statement | Statement[] }).Statement].flat())
}

function tooWide({ Effect, Action, Resource }: Statement, needed: readonly Grant[], role: string): string[] {
  if (Effect !== 'Allow') return []
  if (Action === undefined || Resource === undefined) return [`${role} has a statement with NotAction or NotResource, which allows all but a few things. Name what is allowed.`]
  return [...new Set([Action].flat().flatMap((action) => [Resource].flat().flatMap((resource) => wider(action, resource, needed, role))))]
}

function wider(action: string, resource: string, needed: readonly Grant[], role: string): string[] {
  const same = needed.filter(({ actions }) => actions.some((one) => one.toLowerCase() === action.toLowerCase()))
  if (same.length === 0) return [`${role} allows ${action}, which is more than its function needs${/[*?]/.test(action) ? ': name the actions' : ''}.`]
  const resources = same.flatMap((one) => one.resources)
  if (resources.some((pattern) => fits(pattern, resource))) return []
  return [`${role} allows ${action} on ${resource}, and its function needs it on ${resources.join(', ')} alone.`]
}

/** Whether all that a pattern names is named by the other too. */
function fits(pattern: string, resource: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')
  return new RegExp(`^${source}$`).test(resource)
}
