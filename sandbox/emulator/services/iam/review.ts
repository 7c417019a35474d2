import type { Host } from '../../kernel/context.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../../kernel/http.ts'
import { leastPrivilege, withCompanions } from './policy/least-privilege.ts'
import type { WrittenStatement } from './policy/smallest-fix.ts'
import { standingOf } from './policy/sources.ts'
import { reviewPolicy, type ReviewedStatement } from './policy/usage-review.ts'
import { roles, type Role } from './state.ts'

/** A role's rights beside what was done by them since the start or the last reset. */
export interface ReviewedRole {
  readonly role: string
  readonly arn: string
  /** In the order in which they were first used. */
  readonly used: readonly { readonly action: string; readonly resources: readonly string[] }[]
  /** The statements that would have been enough; see `withCompanions`. */
  readonly suggested: readonly WrittenStatement[]
  readonly statements: readonly ReviewedStatement[]
}

/**
 * `GET /_sandbox/iam/review?account=…&role=<name>` gives `{"mode": "enforce", "roles": [ReviewedRole, …]}` in order of
 * their names, without service-linked roles. Where `mode` is `off` nothing is known of what was used.
 */
export function review({ query }: HttpRequest, host: Host): HttpResponse {
  const account = query.get('account') ?? host.settings.defaultAccount
  const name = query.get('role')?.toLowerCase()
  const all = [...roles({ store: host.store, account, region: '' }).values()].filter(({ path }) => !path.startsWith('/aws-service-role/'))
  const found = all.filter((role) => name === undefined || role.name.toLowerCase() === name)
  const reviewed = found.sort((a, b) => (a.name < b.name ? -1 : 1)).map((role) => reviewRole(role, host, account))
  return jsonResponse(200, { mode: host.settings.iam, roles: reviewed })
}

function reviewRole({ name, arn }: Role, host: Host, account: string): ReviewedRole {
  const used = host.journal.usage.of(arn)
  const needed = withCompanions(used)
  const { identity } = standingOf(host, { type: 'assumed-role', account, arn, userId: '', roleArn: arn })
  return {
    role: name,
    arn,
    used: [...used].map(([action, resources]) => ({ action, resources })),
    suggested: leastPrivilege(needed),
    statements: identity.flatMap((policy) => reviewPolicy(policy, needed)),
  }
}
