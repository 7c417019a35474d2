import type { ListSigningCertificatesCommandInput, ListSigningCertificatesCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { signingCertificateView } from '../credential-views.ts'
import { page, PAGE_LIMITS } from '../paging.ts'
import { ownUserResource } from '../state.ts'
import { credentialsOf, ownerOrCaller, SIGNING_CERTIFICATES } from '../user-credentials.ts'

export const ListSigningCertificates = operation<ListSigningCertificatesCommandInput, ListSigningCertificatesCommandOutput>({
  action: 'iam:ListSigningCertificates',
  resource: ownUserResource,
  limits: { ...PAGE_LIMITS, UserName: { min: 1, max: 64 } },
  handle(input, ctx) {
    const user = ownerOrCaller(ctx, input)
    const { items, more } = page(credentialsOf(ctx, SIGNING_CERTIFICATES, user), ({ id }) => id, input)
    return { Certificates: items.map((certificate) => signingCertificateView(user, certificate)), ...more }
  },
})
