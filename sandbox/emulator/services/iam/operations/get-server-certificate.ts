import type { GetServerCertificateCommandInput, GetServerCertificateCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { CERTIFICATE, certificateMetadata } from '../server-certificates.ts'

export const GetServerCertificate = operation<GetServerCertificateCommandInput, GetServerCertificateCommandOutput>({
  action: 'iam:GetServerCertificate',
  resource: CERTIFICATE.resource,
  limits: CERTIFICATE.limits,
  handle(input, ctx) {
    const certificate = CERTIFICATE.find(ctx, input.ServerCertificateName!)
    const { body, chain, tags } = certificate
    return {
      ServerCertificate: {
        ServerCertificateMetadata: certificateMetadata(certificate),
        CertificateBody: body,
        ...(chain === undefined ? {} : { CertificateChain: chain }),
        ...(tags.length > 0 ? { Tags: [...tags] } : {}),
      },
    }
  },
})
