import type { UntagServerCertificateCommandInput, UntagServerCertificateCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { CERTIFICATE } from '../server-certificates.ts'
import { untagging } from '../tagging.ts'

export const UntagServerCertificate = operation<UntagServerCertificateCommandInput, UntagServerCertificateCommandOutput>({
  action: 'iam:UntagServerCertificate',
  ...untagging(CERTIFICATE),
})
