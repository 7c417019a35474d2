import type { AccessAdvisorUsageGranularityType, ServiceLastAccessed } from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import type { JournalEntry } from '../../kernel/journal.ts'
import { collection } from '../../kernel/store.ts'
import { findPolicy } from './policies.ts'
import { readPolicy } from './policy/document.ts'
import { standingOf } from './policy/sources.ts'
import { principalFromArn } from './policy/simulate.ts'
import { findEntity } from './entities.ts'
import { namespaceOf } from './last-used.ts'
import { wholeSeconds } from './state.ts'

/** What was found when the job was asked for: jobs are done at once here. */
export interface Job {
  readonly id: string
  readonly type: AccessAdvisorUsageGranularityType
  readonly at: number
  readonly services: readonly ServiceLastAccessed[]
}

export const jobs = collection<Job>('iam.last-accessed-jobs', 'account')

const NAMES: Readonly<Record<string, string>> = {
  apigateway: 'Amazon API Gateway',
  cloudformation: 'AWS CloudFormation',
  'cognito-idp': 'Amazon Cognito User Pools',
  iam: 'AWS Identity and Access Management',
  kinesis: 'Amazon Kinesis',
  lambda: 'AWS Lambda',
  logs: 'Amazon CloudWatch Logs',
  monitoring: 'Amazon CloudWatch',
  s3: 'Amazon S3',
  sts: 'AWS Security Token Service',
}

/** Documents of all policies that allow something to whoever, or whatever policy, the ARN names; throws as `findEntity`. */
export function documentsOf(ctx: Context, arn: string): string[] {
  if (/:policy\//.test(arn)) {
    const policy = findPolicy(ctx, arn)
    return policy.versions.filter(({ id }) => id === policy.defaultVersion).map(({ document }) => document)
  }
  const entity = findEntity(ctx, arn)
  const principal = principalFromArn(arn)
  if (principal) return standingOf(ctx, principal).identity.map(({ document }) => document)
  return [...entity.inline.map(({ document }) => document), ...entity.attached.flatMap((attached) => documentsOf(ctx, attached))]
}

/** Whether a policy allows any action of a service. */
export function grants(document: string, namespace: string): boolean {
  const allows = readPolicy(document).statements.filter(({ effect }) => effect === 'Allow')
  return allows.some(({ actions: { not, values } }) => not || values.some(({ text }) => text === '*' || text.startsWith(`${namespace}:`)))
}

/** The services that the policies allow something of, in order of their names, and when they were last called. */
export function servicesLastAccessed(ctx: Context, arn: string): ServiceLastAccessed[] {
  const documents = documentsOf(ctx, arn)
  const granted = Object.entries(NAMES).filter(([namespace]) => documents.some((document) => grants(document, namespace)))
  const calls = ctx.journal.entries().filter(({ principal, role }) => principal === arn || role === arn)
  return granted.map(([namespace, name]) => accessed(namespace, name, calls, arn))
}

function accessed(namespace: string, name: string, calls: readonly JournalEntry[], arn: string): ServiceLastAccessed {
  const last = calls.findLast((entry) => namespaceOf(entry) === namespace)
  if (!last) return { ServiceName: name, ServiceNamespace: namespace, TotalAuthenticatedEntities: 0 }
  return {
    ServiceName: name,
    ServiceNamespace: namespace,
    LastAuthenticated: new Date(wholeSeconds(last.time)),
    LastAuthenticatedEntity: arn,
    LastAuthenticatedRegion: last.region,
    TotalAuthenticatedEntities: 1,
  }
}
