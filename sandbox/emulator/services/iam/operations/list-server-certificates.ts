import type { ListServerCertificatesCommandInput, ListServerCertificatesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { certificateMetadata, serverCertificates } from '../server-certificates.ts'
import { keyOf } from '../state.ts'

export const ListServerCertificates = operation<ListServerCertificatesCommandInput, ListServerCertificatesCommandOutput>({
  action: 'iam:ListServerCertificates',
  resource: '*',
  limits: PAGE_LIMITS,
  handle(input, ctx) {
    const under = [...serverCertificates(ctx).values()].filter(({ path }) => path.startsWith(input.PathPrefix ?? '/'))
    const { items, more } = page(under.sort((a, b) => (keyOf(a.name) < keyOf(b.name) ? -1 : 1)), ({ name }) => name, input)
    return { ServerCertificateMetadataList: items.map(certificateMetadata), ...more }
  },
})
