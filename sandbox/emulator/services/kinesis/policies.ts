import { requestTagKeys, type AttachedPolicy, type ContextKeys, type Protection } from '../../kernel/authorize.ts'
import type { Context, Host } from '../../kernel/context.ts'
import type { Access } from '../../kernel/service.ts'
import { collection } from '../../kernel/store.ts'
import { consumerByArn } from './consumers.ts'
import { consumerNotFound, invalidArgument, resourceNotFound } from './errors.ts'
import { findStream } from './state.ts'

/** Resource policies as they came, by the ARN of their stream or consumer. */
const policies = collection<string>('kinesis.policies', 'region')

const NONE: readonly AttachedPolicy[] = []

/** The policy of a stream or of a consumer; a stream's says nothing of its consumers. */
export function resourcePolicies(host: Host, { arn }: Access): Protection | undefined {
  const [, , , region = '', account = ''] = arn.split(':', 5)
  const document = policies({ store: host.store, account, region }).get(arn)
  return { policies: document === undefined ? NONE : [{ kind: 'resource', document }] }
}

export function conditionKeys(_operation: string, input: object, _ctx: Context): ContextKeys {
  const { Tags } = input as { readonly Tags?: Readonly<Record<string, string>> }
  return Array.isArray(Tags) ? {} : requestTagKeys(Tags)
}

/** What AWS shows where there is none. */
const NO_POLICY = '{}'

/** Throws ResourceNotFoundException where the ARN is no stream's and no consumer's. */
function checkResource(ctx: Context, arn: string): void {
  if (!arn.includes('/consumer/')) findStream(ctx, { StreamARN: arn })
  else if (!consumerByArn(ctx, arn)) throw consumerNotFound(arn, ctx.account)
}

export function getPolicy(ctx: Context, arn: string): string {
  checkResource(ctx, arn)
  return policies(ctx).get(arn) ?? NO_POLICY
}

/** Throws InvalidArgumentException where `policy` is no policy document. */
export function putPolicy(ctx: Context, arn: string, policy: string): void {
  checkResource(ctx, arn)
  if (!isPolicy(policy, arn)) throw invalidArgument('Policy is not a valid policy document.')
  policies(ctx).put(arn, policy)
}

/** Throws ResourceNotFoundException where there is none. */
export function deletePolicy(ctx: Context, arn: string): void {
  checkResource(ctx, arn)
  if (!policies(ctx).delete(arn)) throw resourceNotFound(`No resource policy found for resource ARN ${arn}.`)
}

/** A resource that is gone takes its policy with it: a later one of the same name begins without. */
export function forgetPolicy(ctx: Context, arn: string): void {
  policies(ctx).delete(arn)
}

function isPolicy(text: string, arn: string): boolean {
  try {
    const { Statement: given } = JSON.parse(text) as { Statement?: unknown }
    const statements: unknown[] = [given].flat()
    return statements.length > 0 && statements.every((statement) => isStatement(statement, arn))
  } catch {
    return false
  }
}

/** Somebody, some actions of Kinesis, and this resource. */
function isStatement(statement: unknown, arn: string): boolean {
  if (typeof statement !== 'object' || statement === null) return false
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource } = statement as Record<string, unknown>
  const actions: unknown[] = [Action ?? NotAction].flat()
  return (
    (Effect === 'Allow' || Effect === 'Deny') &&
    (Principal ?? NotPrincipal) !== undefined &&
    actions.every((action) => typeof action === 'string' && /^(kinesis:.+|\*)$/i.test(action)) &&
    [Resource].flat().every((resource) => resource === arn)
  )
}
