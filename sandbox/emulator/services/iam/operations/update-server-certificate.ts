import type { UpdateServerCertificateCommandInput, UpdateServerCertificateCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { alreadyExists } from '../errors.ts'
import { CERTIFICATE, certificateArn, removeCertificate, serverCertificates } from '../server-certificates.ts'
import { checkName, checkPath, keyOf } from '../state.ts'

export const UpdateServerCertificate = operation<UpdateServerCertificateCommandInput, UpdateServerCertificateCommandOutput>({
  action: 'iam:UpdateServerCertificate',
  resource: CERTIFICATE.resource,
  storedOnly: true,
  limits: { ...CERTIFICATE.limits, NewPath: { min: 1, max: 512 }, NewServerCertificateName: { min: 1, max: 128 } },
  handle(input, ctx) {
    const certificate = CERTIFICATE.own(ctx, input.ServerCertificateName!)
    const [name, path] = [input.NewServerCertificateName ?? certificate.name, input.NewPath ?? certificate.path]
    checkName('newServerCertificateName', name)
    checkPath(path)
    if (keyOf(name) !== keyOf(certificate.name) && serverCertificates(ctx).has(keyOf(name)))
      throw alreadyExists(`The Server Certificate with name ${name} already exists.`)
    removeCertificate(ctx, certificate)
    CERTIFICATE.save(ctx, { ...certificate, name, path, arn: certificateArn(ctx, path, name) })
    return {}
  },
})
