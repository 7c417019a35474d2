import type * as sdk from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'
import { alreadyExists, noSuchEntity } from './errors.ts'
import type { Kind } from './kinds.ts'
import { keyOf, roles } from './state.ts'
import { roleSummary } from './views.ts'

/** The sleeve in which a role is given to a virtual machine: it holds one role at most. */
export interface InstanceProfile {
  readonly name: string
  readonly id: string
  readonly path: string
  readonly arn: string
  readonly createdAt: number
  readonly tags: readonly sdk.Tag[]
  /** As `keyOf` makes it of the role's name. */
  readonly role?: string
}

export const instanceProfiles = collection<InstanceProfile>('iam.instance-profiles', 'account')

export const profileArn = ({ account }: Pick<Context, 'account'>, path: string, name: string) =>
  `arn:aws:iam::${account}:instance-profile${path}${name}`

export const PROFILE: Kind<InstanceProfile, 'InstanceProfileName'> = {
  member: 'InstanceProfileName',
  limits: { InstanceProfileName: { min: 1, max: 128 } },
  resource: ({ InstanceProfileName: name }, ctx) => instanceProfiles(ctx).get(keyOf(name!))?.arn ?? profileArn(ctx, '/', name!),
  find: findProfile,
  own: findProfile,
  save: saveProfile,
}

function findProfile(ctx: Context, name: string): InstanceProfile {
  const profile = instanceProfiles(ctx).get(keyOf(name))
  if (!profile) throw noSuchEntity(`Instance Profile ${name} cannot be found.`)
  return profile
}

function saveProfile(ctx: Context, profile: InstanceProfile): InstanceProfile {
  return instanceProfiles(ctx).put(keyOf(profile.name), profile)
}

export function addProfile(ctx: Context, profile: InstanceProfile): InstanceProfile {
  if (instanceProfiles(ctx).has(keyOf(profile.name))) throw alreadyExists(`Instance Profile ${profile.name} already exists.`)
  return saveProfile(ctx, profile)
}

export const removeProfile = (ctx: Context, profile: InstanceProfile) => instanceProfiles(ctx).delete(keyOf(profile.name))

/** Those that hold a role, in order of name. */
export const profilesWith = (ctx: Context, role: string): InstanceProfile[] =>
  sortedProfiles(ctx).filter((profile) => profile.role === keyOf(role))

export const sortedProfiles = (ctx: Context): InstanceProfile[] =>
  [...instanceProfiles(ctx).values()].sort((a, b) => (keyOf(a.name) < keyOf(b.name) ? -1 : 1))

/** Lists leave the tags out. */
export function profileSummary(ctx: Context, profile: InstanceProfile): sdk.InstanceProfile {
  const role = profile.role === undefined ? undefined : roles(ctx).get(profile.role)
  return {
    Path: profile.path,
    InstanceProfileName: profile.name,
    InstanceProfileId: profile.id,
    Arn: profile.arn,
    CreateDate: new Date(profile.createdAt),
    Roles: role ? [roleSummary(role)] : [],
  }
}

export const profileView = (ctx: Context, profile: InstanceProfile): sdk.InstanceProfile => ({
  ...profileSummary(ctx, profile),
  ...(profile.tags.length > 0 ? { Tags: [...profile.tags] } : {}),
})
