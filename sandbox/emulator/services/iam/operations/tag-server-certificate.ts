import type { TagServerCertificateCommandInput, TagServerCertificateCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { CERTIFICATE } from '../server-certificates.ts'
import { tagging } from '../tagging.ts'

export const TagServerCertificate = operation<TagServerCertificateCommandInput, TagServerCertificateCommandOutput>({
  action: 'iam:TagServerCertificate',
  ...tagging(CERTIFICATE),
})
