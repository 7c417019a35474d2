import { createHash, createHmac, getDiffieHellman } from 'node:crypto'

/**
 * The server's half of Cognito's Secure Remote Password (SRP-6a with SHA-256 over the 3072-bit group of RFC 3526,
 * and a session key of 16 bytes by HKDF). Numbers are `bigint`; on the wire and in state they are hex.
 */
const N = toNumber(getDiffieHellman('modp15').getPrime('hex'))
const G = 2n
const K = toNumber(sha256(padded(N), padded(G)))
const KEY_INFO = Buffer.from('Caldera Derived Key\u0001')

export interface SrpIdentity {
  /** The pool's id without its region. */
  readonly poolName: string
  readonly username: string
}

/** v = g^x, where x = H(salt, H(poolName, username, ":", password)). */
export function verifierOf(identity: SrpIdentity, password: string, saltHex: string): string {
  const secret = sha256(Buffer.from(`${identity.poolName}${identity.username}:${password}`))
  const x = toNumber(sha256(padded(toNumber(saltHex)), Buffer.from(secret, 'hex')))
  return power(G, x).toString(16)
}

/** B = k·v + g^b. */
export function serverPublic(verifierHex: string, serverPrivateHex: string): string {
  return ((K * toNumber(verifierHex) + power(G, toNumber(serverPrivateHex))) % N).toString(16)
}

/** A client that sends a multiple of N would know the key without the password. */
export const isUsablePublic = (hex: string): boolean => /^[0-9a-fA-F]{1,1024}$/.test(hex) && toNumber(hex) % N !== 0n

/** The signature (base64) that a client owning the password sends for `secretBlock` (base64) at `timestamp`. */
export function claimSignature(
  exchange: { clientPublic: string; serverPrivate: string; serverPublic: string; verifier: string },
  claim: SrpIdentity & { secretBlock: string; timestamp: string },
): string {
  const [a, b] = [toNumber(exchange.clientPublic), toNumber(exchange.serverPublic)]
  const u = toNumber(sha256(padded(a), padded(b)))
  const shared = power((a * power(toNumber(exchange.verifier), u)) % N, toNumber(exchange.serverPrivate))
  const extracted = createHmac('sha256', padded(u)).update(padded(shared)).digest()
  const key = createHmac('sha256', extracted).update(KEY_INFO).digest().subarray(0, 16)
  return createHmac('sha256', key)
    .update(claim.poolName)
    .update(claim.username)
    .update(Buffer.from(claim.secretBlock, 'base64'))
    .update(claim.timestamp)
    .digest('base64')
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % N
    if (bit === '1') result = (result * base) % N
  }
  return result
}

/** Big-endian bytes of a number that is never read as negative: one zero byte more where the first bit is set. */
function padded(value: bigint): Buffer {
  const hex = value.toString(16)
  const even = hex.length % 2 === 1 ? `0${hex}` : hex
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, 'hex')
}

function sha256(...parts: Buffer[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

function toNumber(hex: string): bigint {
  return BigInt(`0x${hex}`)
}
