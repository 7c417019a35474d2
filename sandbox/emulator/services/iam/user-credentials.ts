import type { StatusType } from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import { collection, type Collection } from '../../kernel/store.ts'
import type { Limits } from '../../kernel/validate.ts'
import { noSuchEntity } from './errors.ts'
import type { Naming } from './kinds.ts'
import { callingUser, findUser, ownUserResource, type User } from './state.ts'

/** What is kept for a user beside access keys: nothing here signs in with any of it. */
export interface UserCredential {
  readonly id: string
  readonly userId: string
  readonly status: StatusType
  readonly createdAt: number
}

export interface SshKey extends UserCredential {
  readonly body: string
  readonly fingerprint: string
}

export interface SigningCertificate extends UserCredential {
  readonly body: string
}

export interface ServiceCredential extends UserCredential {
  readonly service: string
  readonly userName: string
  readonly expiresAt?: number
}

/** One kind of such credentials: where they are, how inputs name them, and what IAM says where there is none. */
export interface CredentialKind<T extends UserCredential, K extends string> {
  readonly member: K
  readonly limits: Limits
  readonly all: Collection<T>
  missing(id: string): string
}

export const SSH_KEYS: CredentialKind<SshKey, 'SSHPublicKeyId'> = {
  member: 'SSHPublicKeyId',
  limits: { UserName: { min: 1, max: 64 }, SSHPublicKeyId: { min: 20, max: 128 } },
  all: collection<SshKey>('iam.ssh-keys', 'account'),
  missing: (id) => `The Public Key with id ${id} cannot be found.`,
}

export const SIGNING_CERTIFICATES: CredentialKind<SigningCertificate, 'CertificateId'> = {
  member: 'CertificateId',
  limits: { UserName: { min: 1, max: 128 }, CertificateId: { min: 24, max: 128 } },
  all: collection<SigningCertificate>('iam.signing-certificates', 'account'),
  missing: (id) => `The Certificate with id ${id} cannot be found.`,
}

export const SERVICE_CREDENTIALS: CredentialKind<ServiceCredential, 'ServiceSpecificCredentialId'> = {
  member: 'ServiceSpecificCredentialId',
  limits: { UserName: { min: 1, max: 64 }, ServiceSpecificCredentialId: { min: 20, max: 128 } },
  all: collection<ServiceCredential>('iam.service-credentials', 'account'),
  missing: (id) => `No such credential ${id} exists`,
}

type Owned = Naming<'UserName'>

/** The named user, or else the one who calls. */
export const ownerOrCaller = (ctx: Context, input: Owned) => findUser(ctx, input.UserName ?? callingUser(ctx))

export const credentialsOf = <T extends UserCredential>(ctx: Context, { all }: Pick<CredentialKind<T, string>, 'all'>, { id }: User): T[] =>
  [...all(ctx).values()].filter(({ userId }) => userId === id)

/** The user's own credential; throws `NoSuchEntity`. */
export function findCredential<T extends UserCredential>(ctx: Context, kind: CredentialKind<T, string>, user: User, id: string): T {
  const found = kind.all(ctx).get(id)
  if (found?.userId !== user.id) throw noSuchEntity(kind.missing(id))
  return found
}

/** What Update…(Status) has in common for all kinds. */
export function changingStatus<T extends UserCredential, K extends string>(kind: CredentialKind<T, K>) {
  return {
    resource: ownUserResource,
    limits: kind.limits,
    handle(input: Owned & Naming<K> & { readonly Status?: StatusType | undefined }, ctx: Context) {
      const found = findCredential(ctx, kind, ownerOrCaller(ctx, input), input[kind.member]!)
      kind.all(ctx).put(found.id, { ...found, status: input.Status! })
      return {}
    },
  }
}

/** What Delete… has in common for all kinds. */
export function forgetting<T extends UserCredential, K extends string>(kind: CredentialKind<T, K>) {
  return {
    resource: ownUserResource,
    limits: kind.limits,
    handle(input: Owned & Naming<K>, ctx: Context) {
      kind.all(ctx).delete(findCredential(ctx, kind, ownerOrCaller(ctx, input), input[kind.member]!).id)
      return {}
    },
  }
}
