import { requestTagKeys, type ContextKeys, type Protection } from '../../kernel/authorize.ts'
import type { Context, Host } from '../../kernel/context.ts'
import type { Access } from '../../kernel/service.ts'
import { findByArn } from './policy/sources.ts'
import { keyOf, roles, users, type Identity, type Role } from './state.ts'

/** What a trust policy decides on. */
const OF_TRUST = /^sts:(?:AssumeRole\w*|TagSession|SetSourceIdentity)$/i

/** Whom a role trusts. A role that does not exist trusts nobody, so that from outside the two look the same. */
export function resourcePolicies(host: Host, { arn, action }: Access): Protection | undefined {
  if (!OF_TRUST.test(action)) return undefined
  const account = arn.split(':')[4] ?? ''
  const role = findByArn({ store: host.store, account, region: '' }, arn) as Role | undefined
  return { policies: [{ kind: 'trust', document: role?.trustPolicy ?? '{}' }] }
}

interface Members {
  readonly RoleName?: string
  readonly UserName?: string
  readonly PermissionsBoundary?: string
  readonly PolicyArn?: string
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[]
}

/** "Condition keys for AWS IAM" of the Service Authorization Reference. */
export function conditionKeys(_operation: string, input: object, ctx: Context): ContextKeys {
  const { PermissionsBoundary, PolicyArn, Tags } = input as Members
  const identity = identityOf(input, ctx)
  const boundary = PermissionsBoundary ?? identity?.boundary
  const tags = (identity?.tags ?? []).flatMap(({ Key, Value = '' }) => [[`iam:ResourceTag/${Key}`, Value], [`aws:ResourceTag/${Key}`, Value]])
  return {
    ...Object.fromEntries(tags),
    ...(boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary }),
    ...(PolicyArn === undefined ? {} : { 'iam:PolicyARN': PolicyArn }),
    ...requestTagKeys(Tags && Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]))),
  } as ContextKeys
}

function identityOf({ RoleName, UserName }: Members, ctx: Context): Identity | undefined {
  if (RoleName !== undefined) return roles(ctx).get(keyOf(RoleName))
  return UserName === undefined ? undefined : users(ctx).get(keyOf(UserName))
}
