import type { UpdateSigningCertificateCommandInput, UpdateSigningCertificateCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { changingStatus, SIGNING_CERTIFICATES } from '../user-credentials.ts'

export const UpdateSigningCertificate = operation<UpdateSigningCertificateCommandInput, UpdateSigningCertificateCommandOutput>({
  action: 'iam:UpdateSigningCertificate',
  storedOnly: true,
  ...changingStatus(SIGNING_CERTIFICATES),
})
