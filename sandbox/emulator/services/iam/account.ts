import type { PasswordPolicy } from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import { collection } from '../../kernel/store.ts'

/** What an account has one of. */
export interface Account {
  readonly alias?: string
  readonly passwordPolicy?: PasswordPolicy
  readonly globalTokenVersion?: 1 | 2
  readonly report?: CredentialReport
}

/** `content` is CSV, `generatedAt` epoch milliseconds. */
export interface CredentialReport {
  readonly content: string
  readonly generatedAt: number
}

const accounts = collection<Account>('iam.account', 'account')

export const accountOf = (ctx: Context): Account => accounts(ctx).get('account') ?? {}

/** Sets what `change` names; what it gives as undefined is taken away. */
export function changeAccount(ctx: Context, change: { readonly [P in keyof Account]: Account[P] | undefined }): void {
  const { alias, passwordPolicy, globalTokenVersion, report } = { ...accountOf(ctx), ...change }
  accounts(ctx).put('account', {
    ...(alias === undefined ? {} : { alias }),
    ...(passwordPolicy ? { passwordPolicy } : {}),
    ...(globalTokenVersion ? { globalTokenVersion } : {}),
    ...(report ? { report } : {}),
  })
}
