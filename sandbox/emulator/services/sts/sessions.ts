import { requestTagKeys, type ContextKeys } from '../../kernel/authorize.ts'
import type { Context, Session } from '../../kernel/context.ts'
import { malformedPolicy } from './errors.ts'

type Tags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined

/** What a request may say of the session that it asks for. */
export interface SessionInput {
  readonly Policy?: string | undefined
  readonly PolicyArns?: readonly { readonly arn?: string | undefined }[] | undefined
  readonly Tags?: Tags
}

/** The limits of such a session, and what it is known by. Throws `MalformedPolicyDocument`. */
export function sessionOf(ctx: Pick<Context, 'now'>, { Policy, PolicyArns, Tags }: SessionInput): Session {
  if (Policy !== undefined) checkPolicy(Policy)
  return {
    issuedAt: ctx.now,
    ...(Policy === undefined ? {} : { policies: [Policy] }),
    ...(PolicyArns?.length ? { policyArns: PolicyArns.map(({ arn }) => arn!) } : {}),
    ...(Tags?.length ? { tags: byKey(Tags)! } : {}),
  }
}

const PACKED_BYTES = 2048

/** How full the space for policies and tags is, in percent; absent where neither came. AWS packs more tightly. */
export function packedSize({ Policy = '', PolicyArns = [], Tags = [] }: SessionInput): { PackedPolicySize?: number } {
  const texts = [Policy, ...PolicyArns.map(({ arn = '' }) => arn), ...Tags.flatMap(({ Key = '', Value = '' }) => [Key, Value])]
  const bytes = Buffer.byteLength(texts.join(''))
  return bytes === 0 ? {} : { PackedPolicySize: Math.max(1, Math.ceil((bytes * 100) / PACKED_BYTES)) }
}

export const SESSION_LIMITS = {
  Policy: { min: 1, max: 2048 },
  PolicyArns: { max: 10 },
  Tags: { max: 50 },
} as const

interface Members {
  readonly ExternalId?: string
  readonly RoleSessionName?: string
  readonly SourceIdentity?: string
  readonly DurationSeconds?: number
  readonly TransitiveTagKeys?: readonly string[]
  readonly Tags?: Tags
}

/** "Condition keys for AWS Security Token Service" of the Service Authorization Reference. */
export function conditionKeys(_operation: string, input: object, _ctx: Context): ContextKeys {
  const { ExternalId, RoleSessionName, SourceIdentity, DurationSeconds, TransitiveTagKeys, Tags } = input as Members
  return {
    ...(ExternalId === undefined ? {} : { 'sts:ExternalId': ExternalId }),
    ...(RoleSessionName === undefined ? {} : { 'sts:RoleSessionName': RoleSessionName }),
    ...(SourceIdentity === undefined ? {} : { 'sts:SourceIdentity': SourceIdentity }),
    ...(DurationSeconds === undefined ? {} : { 'sts:DurationSeconds': String(DurationSeconds) }),
    ...(TransitiveTagKeys?.length ? { 'sts:TransitiveTagKeys': TransitiveTagKeys } : {}),
    ...requestTagKeys(byKey(Tags)),
  }
}

const byKey = (tags: Tags) => tags && Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]))

function checkPolicy(text: string): void {
  try {
    if ((JSON.parse(text) as { Statement?: unknown } | null)?.Statement !== undefined) return
  } catch {
    // Answered below.
  }
  throw malformedPolicy()
}
