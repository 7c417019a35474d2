import type { UploadSigningCertificateCommandInput, UploadSigningCertificateCommandOutput } from '@aws-sdk/client-iam'
import { UPPER_ALPHANUMERIC } from '../../../kernel/ids.ts'
import { operation } from '../../../kernel/operation.ts'
import { signingCertificateView } from '../credential-views.ts'
import { limitExceeded } from '../errors.ts'
import { readCertificate } from '../server-certificates.ts'
import { ownUserResource, wholeSeconds } from '../state.ts'
import { credentialsOf, ownerOrCaller, SIGNING_CERTIFICATES } from '../user-credentials.ts'

export const UploadSigningCertificate = operation<UploadSigningCertificateCommandInput, UploadSigningCertificateCommandOutput>({
  action: 'iam:UploadSigningCertificate',
  resource: ownUserResource,
  storedOnly: true,
  limits: { UserName: { min: 1, max: 128 }, CertificateBody: { min: 1, max: 16_384 } },
  handle(input, ctx) {
    const user = ownerOrCaller(ctx, input)
    readCertificate(input.CertificateBody!)
    if (credentialsOf(ctx, SIGNING_CERTIFICATES, user).length >= 2) throw limitExceeded('Cannot exceed quota for CertificatesPerUser: 2')
    const common = { userId: user.id, status: 'Active' as const, createdAt: wholeSeconds(ctx.now) }
    const certificate = { id: ctx.ids.chars(32, UPPER_ALPHANUMERIC), ...common, body: input.CertificateBody! }
    SIGNING_CERTIFICATES.all(ctx).put(certificate.id, certificate)
    return { Certificate: signingCertificateView(user, certificate) }
  },
})
