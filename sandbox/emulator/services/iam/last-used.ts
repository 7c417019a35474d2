import type { RoleLastUsed } from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import type { JournalEntry } from '../../kernel/journal.ts'

/** The journal's names of services that AWS calls otherwise in IAM. */
const NAMESPACES: Readonly<Record<string, string>> = { cognito: 'cognito-idp', cloudwatch: 'monitoring' }

export const namespaceOf = ({ service }: JournalEntry) => NAMESPACES[service] ?? service

/** The latest call of which `test` holds, as far back as the journal reaches. */
export const lastCall = (ctx: Context, test: (entry: JournalEntry) => boolean): JournalEntry | undefined =>
  ctx.journal.entries().findLast(test)

/** Empty for a role that nobody has called with. */
export function roleLastUsed(ctx: Context, arn: string): RoleLastUsed {
  const last = lastCall(ctx, ({ role }) => role === arn)
  return last ? { LastUsedDate: new Date(Math.floor(last.time / 1000) * 1000), Region: last.region } : {}
}
