import { createHash } from 'node:crypto'
import type { Principal } from '../../../kernel/context.ts'

/** An account as S3 shows it: by a canonical user id, which is the same at all times. (Display names are no longer sent.) */
export const ownerOf = (account: string) => ({
  ID: createHash('sha256').update(`canonical-user ${account}`).digest('hex'),
})

/** The access control list of everything where ACLs are off: its owner may do all. */
export function ownerHasControl(account: string) {
  const owner = ownerOf(account)
  return { Owner: owner, Grants: [{ Grantee: { Type: 'CanonicalUser' as const, ...owner }, Permission: 'FULL_CONTROL' as const }] }
}

/** Who began an upload: root as the account's canonical id, everyone else by ARN. */
export const initiatorOf = ({ type, account, arn }: Principal) => (type === 'root' ? ownerOf(account) : { ID: arn })
