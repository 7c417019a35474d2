import type { GetCredentialReportCommandInput, GetCredentialReportCommandOutput } from '@aws-sdk/client-iam'
import { AwsError } from '../../../kernel/errors.ts'
import { operation } from '../../../kernel/operation.ts'
import { accountOf } from '../account.ts'
import { REPORT_MS } from '../credential-report.ts'

export const GetCredentialReport = operation<GetCredentialReportCommandInput, GetCredentialReportCommandOutput>({
  action: 'iam:GetCredentialReport',
  resource: '*',
  handle(_input, ctx) {
    const { report } = accountOf(ctx)
    if (!report) throw new AwsError('ReportNotPresent', 'No report exists.', { status: 410 })
    if (ctx.now - report.generatedAt >= REPORT_MS) throw new AwsError('ReportExpired', 'The report has expired.', { status: 410 })
    return { Content: Buffer.from(report.content), ReportFormat: 'text/csv', GeneratedTime: new Date(report.generatedAt) }
  },
})
