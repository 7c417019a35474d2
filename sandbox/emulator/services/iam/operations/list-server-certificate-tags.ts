import type { ListServerCertificateTagsCommandInput, ListServerCertificateTagsCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { CERTIFICATE } from '../server-certificates.ts'
import { listingTags } from '../tagging.ts'

export const ListServerCertificateTags = operation<ListServerCertificateTagsCommandInput, ListServerCertificateTagsCommandOutput>({
  action: 'iam:ListServerCertificateTags',
  ...listingTags(CERTIFICATE),
})
