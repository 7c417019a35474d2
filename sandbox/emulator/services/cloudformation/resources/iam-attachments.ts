import type { Value, ValueMap } from '../../../../template/index.ts'
import { isSame } from '../diff.ts'
import { ifThere, listOf, type Io } from './provider.ts'

/** A kind of identity, with what its operations are called after. */
export type Kind = 'Role' | 'User' | 'Group'

interface Inline {
  readonly PolicyName: string
  readonly PolicyDocument: Value
}

/** Brings an identity's inline and managed policies and its tags from one description to another. */
export async function attach(io: Io, kind: Kind, name: string, before: ValueMap, after: ValueMap): Promise<void> {
  await inlinePolicies(io, kind, name, before['Policies'], after['Policies'])
  await managedPolicies(io, kind, name, before['ManagedPolicyArns'], after['ManagedPolicyArns'])
}

async function inlinePolicies(io: Io, kind: Kind, name: string, before: Value | undefined, after: Value | undefined): Promise<void> {
  const [old, wanted] = [before, after].map((list) => listOf(list) as unknown as readonly Inline[]) as [readonly Inline[], readonly Inline[]]
  for (const { PolicyName } of old) {
    if (!wanted.some((policy) => policy.PolicyName === PolicyName)) await ifThere(() => io.call('iam', `Delete${kind}Policy`, { [`${kind}Name`]: name, PolicyName }))
  }
  for (const { PolicyName, PolicyDocument } of wanted) {
    if (old.some((policy) => policy.PolicyName === PolicyName && isSame(policy.PolicyDocument, PolicyDocument))) continue
    await io.call('iam', `Put${kind}Policy`, { [`${kind}Name`]: name, PolicyName, PolicyDocument })
  }
}

async function managedPolicies(io: Io, kind: Kind, name: string, before: Value | undefined, after: Value | undefined): Promise<void> {
  const [old, wanted] = [listOf(before), listOf(after)]
  for (const PolicyArn of old) if (!wanted.includes(PolicyArn)) await ifThere(() => io.call('iam', `Detach${kind}Policy`, { [`${kind}Name`]: name, PolicyArn }))
  for (const PolicyArn of wanted) if (!old.includes(PolicyArn)) await io.call('iam', `Attach${kind}Policy`, { [`${kind}Name`]: name, PolicyArn })
}

/** Removes what would keep an identity from being deleted, so far as the stack has put it there or a user may have. */
export async function detachAll(io: Io, kind: Kind, name: string): Promise<void> {
  const identity = { [`${kind}Name`]: name }
  const { PolicyNames } = await io.call<{ PolicyNames: string[] }>('iam', `List${kind}Policies`, identity)
  for (const PolicyName of PolicyNames) await io.call('iam', `Delete${kind}Policy`, { ...identity, PolicyName })
  const { AttachedPolicies } = await io.call<{ AttachedPolicies: { PolicyArn: string }[] }>('iam', `ListAttached${kind}Policies`, identity)
  for (const { PolicyArn } of AttachedPolicies) await io.call('iam', `Detach${kind}Policy`, { ...identity, PolicyArn })
}
