import type { GetAccountSettingsCommandInput, GetAccountSettingsCommandOutput } from '@aws-sdk/client-lambda'
import { operation } from '../../../kernel/operation.ts'
import { unreservedConcurrency } from '../concurrency.ts'
import { ACCOUNT_CONCURRENCY } from '../runtime/index.ts'
import { functions } from '../state.ts'
import { allVersions } from '../versions.ts'

export const GetAccountSettings = operation<GetAccountSettingsCommandInput, GetAccountSettingsCommandOutput>({
  action: 'lambda:GetAccountSettings',
  resource: '*',
  handle(_input, ctx) {
    const all = [...functions(ctx).values()]
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: ACCOUNT_CONCURRENCY,
        UnreservedConcurrentExecutions: unreservedConcurrency(ctx),
      },
      AccountUsage: { TotalCodeSize: all.flatMap((found) => allVersions(ctx, found)).reduce((sum, { code }) => sum + code.size, 0), FunctionCount: all.length },
    }
  },
})
