import type { GenerateCredentialReportCommandInput, GenerateCredentialReportCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { accountOf, changeAccount } from '../account.ts'
import { REPORT_MS, reportOf } from '../credential-report.ts'
import { wholeSeconds } from '../state.ts'

export const GenerateCredentialReport = operation<GenerateCredentialReportCommandInput, GenerateCredentialReportCommandOutput>({
  action: 'iam:GenerateCredentialReport',
  resource: '*',
  // The first call starts a report and the next finds it made.
  handle(_input, ctx) {
    const { report } = accountOf(ctx)
    if (report && ctx.now - report.generatedAt < REPORT_MS) return { State: 'COMPLETE' }
    changeAccount(ctx, { report: { content: reportOf(ctx), generatedAt: wholeSeconds(ctx.now) } })
    return {
      State: 'STARTED',
      Description: report ? 'Report expired. Starting a new report generation task' : 'No report exists. Starting a new report generation task',
    }
  },
})
