import type { UploadServerCertificateCommandInput, UploadServerCertificateCommandOutput } from '@aws-sdk/client-iam'
import { operation } from '../../../kernel/operation.ts'
import { alreadyExists } from '../errors.ts'
import { CERTIFICATE, certificateArn, certificateMetadata, checkPair, readCertificate, serverCertificates } from '../server-certificates.ts'
import { checkName, checkPath, keyOf, newId, wholeSeconds } from '../state.ts'
import { mergeTags, TAGS } from '../tags.ts'

export const UploadServerCertificate = operation<UploadServerCertificateCommandInput, UploadServerCertificateCommandOutput>({
  action: 'iam:UploadServerCertificate',
  resource: (input, ctx) => certificateArn(ctx, input.Path ?? '/', input.ServerCertificateName!),
  storedOnly: true,
  limits: {
    ...CERTIFICATE.limits,
    Path: { min: 1, max: 512 },
    CertificateBody: { min: 1, max: 16_384 },
    PrivateKey: { min: 1, max: 16_384, sensitive: true },
    CertificateChain: { min: 1, max: 2_097_152 },
    Tags: TAGS,
  },
  // The private key is looked at and not kept: nothing here serves with it.
  handle(input, ctx) {
    const [name, path] = [input.ServerCertificateName!, input.Path ?? '/']
    checkName('serverCertificateName', name)
    checkPath(path)
    if (serverCertificates(ctx).has(keyOf(name))) throw alreadyExists(`The Server Certificate with name ${name} already exists.`)
    const certificate = readCertificate(input.CertificateBody!)
    checkPair(certificate, input.PrivateKey!)
    const saved = CERTIFICATE.save(ctx, {
      name,
      path,
      id: newId('ASCA', ctx.ids),
      arn: certificateArn(ctx, path, name),
      uploadedAt: wholeSeconds(ctx.now),
      expiresAt: Date.parse(certificate.validTo),
      body: input.CertificateBody!,
      ...(input.CertificateChain === undefined ? {} : { chain: input.CertificateChain }),
      tags: mergeTags([], input.Tags ?? []),
    })
    return { ServerCertificateMetadata: certificateMetadata(saved), ...(saved.tags.length > 0 ? { Tags: [...saved.tags] } : {}) }
  },
})
