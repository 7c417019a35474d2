import { createPrivateKey, X509Certificate } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { collection } from '../../kernel/store.ts'
import { malformedCertificate, noSuchEntity } from './errors.ts'
import type { Kind } from './kinds.ts'
import { keyOf } from './state.ts'

export interface ServerCertificate {
  readonly name: string
  readonly id: string
  readonly path: string
  readonly arn: string
  readonly uploadedAt: number
  readonly expiresAt: number
  /** PEM. */
  readonly body: string
  readonly chain?: string
  readonly tags: readonly sdk.Tag[]
}

export const serverCertificates = collection<ServerCertificate>('iam.server-certificates', 'account')

export const certificateArn = ({ account }: Pick<Context, 'account'>, path: string, name: string) =>
  `arn:aws:iam::${account}:server-certificate${path}${name}`

export const CERTIFICATE: Kind<ServerCertificate, 'ServerCertificateName'> = {
  member: 'ServerCertificateName',
  limits: { ServerCertificateName: { min: 1, max: 128 } },
  resource: ({ ServerCertificateName: name }, ctx) => serverCertificates(ctx).get(keyOf(name!))?.arn ?? certificateArn(ctx, '/', name!),
  find: findCertificate,
  own: findCertificate,
  save: (ctx, certificate) => serverCertificates(ctx).put(keyOf(certificate.name), certificate),
}

function findCertificate(ctx: Context, name: string): ServerCertificate {
  const certificate = serverCertificates(ctx).get(keyOf(name))
  if (!certificate) throw noSuchEntity(`The Server Certificate with name ${name} cannot be found.`)
  return certificate
}

export const removeCertificate = (ctx: Context, { name }: ServerCertificate) => serverCertificates(ctx).delete(keyOf(name))

/** Reads a PEM certificate; throws `MalformedCertificate`. */
export function readCertificate(body: string): X509Certificate {
  try {
    return new X509Certificate(body)
  } catch {
    throw malformedCertificate('Unable to parse certificate. Please ensure the certificate is in PEM format.')
  }
}

/** Throws `MalformedCertificate` for what is no private key, and `KeyPairMismatch` for another certificate's. */
export function checkPair(certificate: X509Certificate, privateKey: string): void {
  const read = () => {
    try {
      return createPrivateKey(privateKey)
    } catch {
      throw malformedCertificate('Unable to parse key. Please ensure the private key is in PEM format.')
    }
  }
  if (!certificate.checkPrivateKey(read()))
    throw new AwsError('KeyPairMismatch', 'The public key certificate and the private key do not match.')
}

export function certificateMetadata(certificate: ServerCertificate): sdk.ServerCertificateMetadata {
  return {
    Path: certificate.path,
    ServerCertificateName: certificate.name,
    ServerCertificateId: certificate.id,
    Arn: certificate.arn,
    UploadDate: new Date(certificate.uploadedAt),
    Expiration: new Date(certificate.expiresAt),
  }
}
