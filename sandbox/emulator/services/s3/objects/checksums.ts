import { createHash, hash } from 'node:crypto'
import type { ChecksumType } from '@aws-sdk/client-s3'
import { invalidRequest } from '../errors.ts'
import { combineCrc, crcHasher, type Hasher } from './crc.ts'
import { loadXxhash, wantsLoading, xxhasher, type Xxhash } from './xxhash.ts'

export type Algorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256' | 'SHA512' | 'MD5' | Xxhash

interface AlgorithmKind {
  readonly bytes: number
  /** How the checksums of parts become one: `FULL_OBJECT` needs an algorithm whose values can be combined. */
  readonly types: readonly ChecksumType[]
  create(): Hasher
}

const either = ['COMPOSITE', 'FULL_OBJECT'] as const
const composite = ['COMPOSITE'] as const

const ALGORITHMS: Readonly<Record<Algorithm, AlgorithmKind>> = {
  CRC32: { bytes: 4, types: either, create: () => crcHasher('CRC32') },
  CRC32C: { bytes: 4, types: either, create: () => crcHasher('CRC32C') },
  CRC64NVME: { bytes: 8, types: ['FULL_OBJECT'], create: () => crcHasher('CRC64NVME') },
  SHA1: { bytes: 20, types: composite, create: () => createHash('sha1') },
  SHA256: { bytes: 32, types: composite, create: () => createHash('sha256') },
  SHA512: { bytes: 64, types: composite, create: () => createHash('sha512') },
  MD5: { bytes: 16, types: composite, create: () => createHash('md5') },
  XXHASH64: { bytes: 8, types: composite, create: () => xxhasher('XXHASH64') },
  XXHASH3: { bytes: 8, types: composite, create: () => xxhasher('XXHASH3') },
  XXHASH128: { bytes: 16, types: composite, create: () => xxhasher('XXHASH128') },
}

/** The checksum that an object has when its client sent none. */
export const DEFAULT_ALGORITHM: Algorithm = 'CRC64NVME'

/** What S3 keeps of an object's bytes; `value` is base64, with `-<parts>` behind it where it is a checksum of checksums. */
export interface Checksum {
  readonly algorithm: Algorithm
  readonly type: ChecksumType
  readonly value: string
}

/** To be awaited before hashers of these are made. Undefined: they can be made now. */
export const loadHashers = (algorithms: readonly Algorithm[]): Promise<void> | undefined =>
  wantsLoading(algorithms) ? loadXxhash(algorithms) : undefined

export const newHasher = (algorithm: Algorithm): Hasher => ALGORITHMS[algorithm].create()

/** As base64, of bytes that are all there: for few of them it is the making of a hasher that takes time. */
export function checksumOf(algorithm: Algorithm, bytes: Uint8Array): string {
  if (algorithm === 'MD5' || algorithm.startsWith('SHA')) return hash(algorithm, bytes, 'base64')
  const hasher = newHasher(algorithm)
  hasher.update(bytes)
  return hasher.digest().toString('base64')
}

export const isAlgorithm = (name: string): name is Algorithm => Object.hasOwn(ALGORITHMS, name)

/** `x-amz-checksum-crc32` for `CRC32`. */
export const headerOf = (algorithm: Algorithm) => `x-amz-checksum-${algorithm.toLowerCase()}`

/** The algorithm behind a `x-amz-checksum-…` header or trailer name. */
export function algorithmOfHeader(header: string): Algorithm | undefined {
  const name = header.toLowerCase().replace('x-amz-checksum-', '').toUpperCase()
  return isAlgorithm(name) ? name : undefined
}

/** Members of the SDK's inputs and outputs that carry a checksum. */
export interface ChecksumMembers {
  ChecksumCRC32?: string | undefined
  ChecksumCRC32C?: string | undefined
  ChecksumCRC64NVME?: string | undefined
  ChecksumSHA1?: string | undefined
  ChecksumSHA256?: string | undefined
  ChecksumSHA512?: string | undefined
  ChecksumMD5?: string | undefined
  ChecksumXXHASH64?: string | undefined
  ChecksumXXHASH3?: string | undefined
  ChecksumXXHASH128?: string | undefined
}

/** By algorithm: written out once, as every request is asked for each of them. */
const MEMBERS = Object.fromEntries(Object.keys(ALGORITHMS).map((name) => [name, `Checksum${name}`])) as Readonly<Record<Algorithm, keyof ChecksumMembers>>
const MEMBER_LIST = Object.entries(MEMBERS) as [Algorithm, keyof ChecksumMembers][]

/** The one checksum that a request declares; more than one is refused, and so is one that cannot be a checksum. */
export function declaredChecksum(input: ChecksumMembers): { algorithm: Algorithm; value: string } | undefined {
  let found: { algorithm: Algorithm; value: string } | undefined
  for (const [algorithm, member] of MEMBER_LIST) {
    const value = input[member]
    if (value === undefined) continue
    if (found) throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.')
    found = { algorithm, value }
  }
  return found
}

/** Throws `InvalidRequest` where `value` is not the base64 of as many bytes as the algorithm gives. */
export function checkForm(algorithm: Algorithm, value: string): void {
  const bytes = Buffer.from(value, 'base64')
  if (bytes.length !== ALGORITHMS[algorithm].bytes || bytes.toString('base64') !== value)
    throw invalidRequest(`Value for ${headerOf(algorithm)} header is invalid.`)
}

/** The members that show a checksum in an answer. */
export function checksumMembers({ algorithm, value, type }: Checksum): ChecksumMembers & { ChecksumType: ChecksumType } {
  return { [MEMBERS[algorithm]]: value, ChecksumType: type }
}

/** The type that an upload in parts has: the asked one where the algorithm allows it, else the algorithm's first. */
export function typeFor(algorithm: Algorithm, asked: string | undefined): ChecksumType {
  const { types } = ALGORITHMS[algorithm]
  if (asked === undefined) return types[0]!
  const type = types.find((candidate) => candidate === asked)
  if (type) return type
  throw invalidRequest(`The ${asked} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`)
}

/** One checksum out of those of the parts (base64), in order. */
export function combine(
  algorithm: Algorithm,
  type: ChecksumType,
  parts: readonly { readonly size: number; readonly value: string }[],
): Checksum {
  const digests: Buffer[] = parts.map(({ value }) => Buffer.from(value, 'base64'))
  if (type === 'COMPOSITE') {
    const hasher = newHasher(algorithm)
    for (const digest of digests) hasher.update(digest)
    return { algorithm, type, value: `${hasher.digest().toString('base64')}-${parts.length}` }
  }
  if (algorithm !== 'CRC32' && algorithm !== 'CRC32C' && algorithm !== 'CRC64NVME')
    throw invalidRequest(`${algorithm} has no full object checksum of an upload in parts.`)
  const whole = digests.reduce((before, digest, index) => combineCrc(algorithm, before, digest, parts[index]!.size))
  return { algorithm, type, value: whole.toString('base64') }
}
