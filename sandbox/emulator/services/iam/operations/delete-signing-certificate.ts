import type { DeleteSigningCertificateCommandInput, DeleteSigningCertificateCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { forgetting, SIGNING_CERTIFICATES } from '../user-credentials.ts'

export const DeleteSigningCertificate = operation<DeleteSigningCertificateCommandInput, DeleteSigningCertificateCommandOutput>({
  action: 'iam:DeleteSigningCertificate',
  ...forgetting(SIGNING_CERTIFICATES),
})
