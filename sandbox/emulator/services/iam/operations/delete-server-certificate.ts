import type { DeleteServerCertificateCommandInput, DeleteServerCertificateCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { CERTIFICATE, removeCertificate } from '../server-certificates.ts'

export const DeleteServerCertificate = operation<DeleteServerCertificateCommandInput, DeleteServerCertificateCommandOutput>({
  action: 'iam:DeleteServerCertificate',
  resource: CERTIFICATE.resource,
  limits: CERTIFICATE.limits,
  handle(input, ctx) {
    removeCertificate(ctx, CERTIFICATE.own(ctx, input.ServerCertificateName!))
    return {}
  },
})
