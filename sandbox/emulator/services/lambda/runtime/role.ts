import type { AssumeRoleCommandOutput } from '@aws-sdk/client-sts'
import { servicePrincipal, type Caller, type Host } from '../../../kernel/context.ts'
import { findCredential } from '../../../kernel/credentials.ts'
import { assert } from '../../../kernel/errors.ts'

/** A session of a function's role: what its process is given, and in whose name the service acts for it. */
export interface RoleSession {
  readonly caller: Caller
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  /** Epoch milliseconds. */
  readonly expiresAt: number
}

interface Assumable {
  readonly account: string
  readonly region: string
  readonly name: string
  readonly role: string
}

/** Assumes `of.role` as Lambda does, with the function's name for a session name; throws what STS throws. */
export async function assumeRole(host: Host, of: Assumable): Promise<RoleSession> {
  const lambda = { principal: servicePrincipal('lambda.amazonaws.com', of.account), region: of.region }
  // A session's name has at least two characters, a function's may have one.
  const input = { RoleArn: of.role, RoleSessionName: of.name.padEnd(2, '_') }
  const { Credentials } = await host.call<AssumeRoleCommandOutput>(lambda, 'sts', 'AssumeRole', input)
  assert(Credentials?.AccessKeyId && Credentials.SecretAccessKey && Credentials.SessionToken, 'AssumeRole gives credentials')
  const issued = findCredential(host.store, Credentials.AccessKeyId)
  assert(issued, 'STS remembers the credentials that it gives out')
  return {
    caller: { principal: { ...issued.principal, accessKeyId: Credentials.AccessKeyId }, region: of.region },
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    sessionToken: Credentials.SessionToken,
    expiresAt: Credentials.Expiration?.getTime() ?? Infinity,
  }
}
