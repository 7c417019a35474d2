import { createHash, createPublicKey } from 'node:crypto'
import type * as sdk from '@aws-sdk/client-iam'
import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { ALPHANUMERIC } from '../../kernel/ids.ts'
import type { User } from './state.ts'
import type { ServiceCredential, SigningCertificate, SshKey } from './user-credentials.ts'

export const DAY_MS = 24 * 3600 * 1000

export const SERVICES_WITH_CREDENTIALS: readonly string[] = ['codecommit.amazonaws.com', 'cassandra.amazonaws.com', 'bedrock.amazonaws.com']

/** Told once and kept nowhere. */
export const newPassword = (ctx: Context) => `${ctx.ids.chars(43, `${ALPHANUMERIC}+/`)}=`

export function sshKeyView(user: User, { id, fingerprint, status, createdAt }: SshKey, body: string): sdk.SSHPublicKey {
  return {
    UserName: user.name,
    SSHPublicKeyId: id,
    Fingerprint: fingerprint,
    SSHPublicKeyBody: body,
    Status: status,
    UploadDate: new Date(createdAt),
  }
}

export function signingCertificateView(user: User, { id, body, status, createdAt }: SigningCertificate): sdk.SigningCertificate {
  return { UserName: user.name, CertificateId: id, CertificateBody: body, Status: status, UploadDate: new Date(createdAt) }
}

export function serviceCredentialView(user: User, credential: ServiceCredential): sdk.ServiceSpecificCredentialMetadata {
  return {
    UserName: user.name,
    Status: credential.status,
    ServiceUserName: credential.userName,
    CreateDate: new Date(credential.createdAt),
    ...(credential.expiresAt === undefined ? {} : { ExpirationDate: new Date(credential.expiresAt) }),
    ServiceSpecificCredentialId: credential.id,
    ServiceName: credential.service,
  }
}

/** The members of an `ssh-rsa` key's blob: its name, the exponent and the modulus. Throws `InvalidPublicKey`. */
function rsaParts(body: string): Buffer[] {
  const blob = Buffer.from(/^ssh-rsa ([A-Za-z0-9+/=]+)(?:\s|$)/.exec(body)?.[1] ?? '', 'base64')
  const parts: Buffer[] = []
  for (let at = 0; at + 4 <= blob.length; ) {
    const length = blob.readUInt32BE(at)
    parts.push(blob.subarray(at + 4, at + 4 + length))
    at += 4 + length
  }
  if (parts.length !== 3 || parts[0]!.toString() !== 'ssh-rsa')
    throw new AwsError('InvalidPublicKey', 'The SSH public key is invalid. Only ssh-rsa keys are supported.')
  return parts
}

/** MD5 of the key's blob, as IAM shows it; throws `InvalidPublicKey`. */
export function fingerprintOf(body: string): string {
  rsaParts(body)
  const digest = createHash('md5').update(Buffer.from(body.split(' ')[1]!, 'base64')).digest('hex')
  return digest.match(/../g)!.join(':')
}

export function pemOf(body: string): string {
  const [, exponent, modulus] = rsaParts(body)
  // A leading zero byte marks a positive number in SSH's form, and is none of the number.
  const unsigned = (number: Buffer) => number.subarray(number[0] === 0 ? 1 : 0).toString('base64url')
  const key = createPublicKey({ key: { kty: 'RSA', e: unsigned(exponent!), n: unsigned(modulus!) }, format: 'jwk' })
  return key.export({ type: 'spki', format: 'pem' }).toString()
}
