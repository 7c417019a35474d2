import type { AccessControlPolicy, Grant, Grantee, Permission } from '@aws-sdk/client-s3'
import { AwsError } from '../../../kernel/errors.ts'
import * as errors from '../errors.ts'
import type { Acl, Bucket } from '../state.ts'
import { ownerOf } from './owner.ts'

/** The members of requests that name an ACL. */
export interface AclInput {
  readonly ACL?: string | undefined
  readonly GrantFullControl?: string | undefined
  readonly GrantRead?: string | undefined
  readonly GrantReadACP?: string | undefined
  readonly GrantWrite?: string | undefined
  readonly GrantWriteACP?: string | undefined
}

type Kind = 'object' | 'bucket'

const ALL_USERS = 'http://acs.amazonaws.com/groups/global/AllUsers'
const AUTHENTICATED_USERS = 'http://acs.amazonaws.com/groups/global/AuthenticatedUsers'
const LOG_DELIVERY = 'http://acs.amazonaws.com/groups/s3/LogDelivery'
const GROUPS: readonly string[] = [ALL_USERS, AUTHENTICATED_USERS, LOG_DELIVERY]

/** Canned ACLs ("Canned ACL" of the User Guide) by what they grant beside the owner's full control. */
const CANNED: Readonly<Record<string, { readonly of: readonly Kind[]; readonly grants: readonly (readonly [string, Permission])[] }>> = {
  private: { of: ['object', 'bucket'], grants: [] },
  'public-read': { of: ['object', 'bucket'], grants: [[ALL_USERS, 'READ']] },
  'public-read-write': { of: ['object', 'bucket'], grants: [[ALL_USERS, 'READ'], [ALL_USERS, 'WRITE']] },
  'authenticated-read': { of: ['object', 'bucket'], grants: [[AUTHENTICATED_USERS, 'READ']] },
  // The account of Amazon EC2, and the bucket's owner, who is the object's as well; of a bucket the latter two are ignored.
  'aws-exec-read': { of: ['object', 'bucket'], grants: [] },
  'bucket-owner-read': { of: ['object', 'bucket'], grants: [] },
  'bucket-owner-full-control': { of: ['object', 'bucket'], grants: [] },
  'log-delivery-write': { of: ['bucket'], grants: [[LOG_DELIVERY, 'WRITE'], [LOG_DELIVERY, 'READ_ACP']] },
}

const GRANT_HEADERS = [
  ['GrantFullControl', 'x-amz-grant-full-control', 'FULL_CONTROL'],
  ['GrantRead', 'x-amz-grant-read', 'READ'],
  ['GrantReadACP', 'x-amz-grant-read-acp', 'READ_ACP'],
  ['GrantWrite', 'x-amz-grant-write', 'WRITE'],
  ['GrantWriteACP', 'x-amz-grant-write-acp', 'WRITE_ACP'],
] as const

const MOST_GRANTS = 100
const PERMISSIONS: readonly string[] = ['FULL_CONTROL', 'READ', 'READ_ACP', 'WRITE', 'WRITE_ACP']

export const ownershipOf = ({ configuration }: Bucket) =>
  configuration.ownership?.Rules?.[0]?.ObjectOwnership ?? 'ObjectWriter'

/** Those that change nothing may come even where ACLs are off. */
const isHarmless = (input: AclInput) =>
  (input.ACL === undefined || input.ACL === 'bucket-owner-full-control') && !hasGrants(input)

const hasGrants = (input: AclInput) => GRANT_HEADERS.some(([member]) => input[member] !== undefined)

/** The ACL of a new object; undefined where its owner alone may do anything. Throws where the bucket does not allow it. */
export function readObjectAcl(bucket: Bucket, input: AclInput): Acl | undefined {
  const acl = readAcl(bucket.account, input, 'object')
  if (!isHarmless(input)) checkAllowed(bucket, acl)
  return acl
}

/** Throws where a bucket has its ACLs off, or this one is public and the bucket blocks those. */
export function checkAllowed(bucket: Bucket, acl: Acl | undefined): void {
  if (ownershipOf(bucket) === 'BucketOwnerEnforced') throw errors.aclNotSupported()
  if (bucket.configuration.publicAccessBlock?.BlockPublicAcls && isPublic(acl)) throw errors.accessDenied()
}

export const isPublic = (acl: Acl | undefined) =>
  acl?.some(({ Grantee }) => Grantee?.URI === ALL_USERS || Grantee?.URI === AUTHENTICATED_USERS) ?? false

/** What a request's headers say: a canned ACL or grants. Undefined: nothing but what everything has. */
export function readAcl(account: string, input: AclInput, kind: Kind): Acl | undefined {
  if (input.ACL === undefined && !hasGrants(input)) return undefined
  if (input.ACL === undefined) return readGrants(input)
  if (hasGrants(input)) throw errors.invalidRequest('Specifying both Canned ACLs and Header Grants is not allowed')
  const canned = Object.hasOwn(CANNED, input.ACL) ? CANNED[input.ACL] : undefined
  if (!canned?.of.includes(kind)) throw errors.invalidArgument('', 'x-amz-acl', input.ACL)
  if (canned.grants.length === 0) return undefined
  return [
    ...ownerGrant(account),
    ...canned.grants.map(([URI, permission]): Grant => ({ Grantee: { Type: 'Group', URI }, Permission: permission })),
  ]
}

/** Whether a bucket's ACL lets anybody but its owner do something. */
export const grantsToOthers = (bucket: Bucket) => hasOthers(bucket, bucket.configuration.acl)

export const hasOthers = ({ account }: Bucket, acl: Acl | undefined) => acl?.some(({ Grantee }) => Grantee?.ID !== ownerOf(account).ID) ?? false

export const ownerGrant = (account: string): Acl => [
  { Grantee: { Type: 'CanonicalUser', ...ownerOf(account) }, Permission: 'FULL_CONTROL' },
]

function readGrants(input: AclInput): Acl {
  return GRANT_HEADERS.flatMap(([member, header, permission]) => {
    const given = input[member]
    if (given === undefined) return []
    return given.split(',').map((one): Grant => ({ Grantee: readGrantee(one.trim(), header, given), Permission: permission }))
  })
}

/** `id=…`, `uri=…` or `emailAddress=…`, in quotes or without. */
function readGrantee(text: string, header: string, given: string): Grantee {
  const [, kind, value = ''] = /^(id|uri|emailAddress)\s*=\s*"?([^"]*)"?$/i.exec(text) ?? []
  if (kind === undefined) throw errors.invalidArgument('Argument format not recognized', header, given)
  if (kind === 'id') return checkGrantee({ Type: 'CanonicalUser', ID: value }, OF_HEADER)
  if (kind === 'uri') return checkGrantee({ Type: 'Group', URI: value }, OF_HEADER)
  return checkGrantee({ Type: 'AmazonCustomerByEmail', EmailAddress: value }, OF_HEADER)
}

/** By what names S3 speaks of who is granted something: those of a header's parts, or the place in a document. */
const OF_HEADER = { id: 'id', uri: 'uri' }
const OF_DOCUMENT = { id: 'CanonicalUser/ID', uri: 'Group/URI' }

const checkId = (id: string, name: string) => {
  if (!/^[0-9a-f]{64}$/.test(id)) throw errors.invalidArgument('Invalid id', name, id)
}

function checkGrantee({ Type, ID, URI }: Grantee, names: typeof OF_HEADER): Grantee {
  if (Type === 'CanonicalUser') {
    checkId(ID ?? '', names.id)
    return { Type, ID }
  }
  if (Type === 'Group') {
    if (!GROUPS.includes(URI ?? '')) throw errors.invalidArgument('Invalid group uri', names.uri, URI ?? '')
    return { Type, URI }
  }
  // Grants by e-mail address were given up in October 2025.
  throw errors.methodNotAllowed('PUT', 'ACL')
}

/** The ACL of a PUT of one: out of the headers, or else out of the body. */
export function readWholeAcl(account: string, input: AclInput & { AccessControlPolicy?: AccessControlPolicy | undefined }, kind: Kind): Acl {
  const policy = input.AccessControlPolicy
  if (input.ACL !== undefined || hasGrants(input)) {
    if (policy) throw new AwsError('UnexpectedContent', 'This request does not support content')
    return readAcl(account, input, kind) ?? ownerGrant(account)
  }
  if (!policy)
    throw new AwsError('MissingSecurityHeader', 'Your request was missing a required header', { members: { MissingHeaderName: 'x-amz-acl' } })
  if (policy.Owner?.ID === undefined) throw errors.malformedAcl()
  checkId(policy.Owner.ID, OF_DOCUMENT.id)
  if (policy.Owner.ID !== ownerOf(account).ID) throw errors.accessDenied()
  if ((policy.Grants?.length ?? 0) > MOST_GRANTS) throw errors.malformedAcl()
  return (policy.Grants ?? []).map(({ Grantee: grantee, Permission: permission }) => {
    if (!grantee?.Type || !PERMISSIONS.includes(permission ?? '')) throw errors.malformedAcl()
    return { Grantee: checkGrantee(grantee, OF_DOCUMENT), Permission: permission }
  })
}
