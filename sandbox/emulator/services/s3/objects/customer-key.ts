import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import type { CustomerKey, ObjectSettings, Upload } from '../state.ts'

/** The headers with which a client brings its own key ("SSE-C"). */
export interface CustomerKeyInput {
  readonly SSECustomerAlgorithm?: string | undefined
  /** Base64 of 32 bytes. */
  readonly SSECustomerKey?: string | undefined
  /** Base64. */
  readonly SSECustomerKeyMD5?: string | undefined
}

/** The same of a copy's source, as `checkCustomerKey` takes them. */
export const sourceKey = (input: {
  readonly CopySourceSSECustomerAlgorithm?: string | undefined
  readonly CopySourceSSECustomerKey?: string | undefined
  readonly CopySourceSSECustomerKeyMD5?: string | undefined
}): CustomerKeyInput => ({
  SSECustomerAlgorithm: input.CopySourceSSECustomerAlgorithm,
  SSECustomerKey: input.CopySourceSSECustomerKey,
  SSECustomerKeyMD5: input.CopySourceSSECustomerKeyMD5,
})

export const hasCustomerKey = ({ SSECustomerAlgorithm: algorithm, SSECustomerKey: key, SSECustomerKeyMD5: md5 }: CustomerKeyInput) =>
  (algorithm ?? key ?? md5) !== undefined

/** The key of a new object, as it is kept: of the key itself no more than a salted HMAC, as S3 says of itself. */
export function sealCustomerKey(ctx: Context, input: CustomerKeyInput): CustomerKey {
  const { key, md5 } = readKey(input)
  if (key.length !== KEY_BYTES) throw errors.customerKey('The secret key was invalid for the specified algorithm.')
  const salt = ctx.ids.bytes(16).toString('hex')
  return { md5, salt, hmac: hmacOf(key, salt).toString('hex') }
}

/** Throws where an object cannot be read with the key, or without one; with or without a key that it does not have. */
export function checkCustomerKey({ customerKey }: Pick<ObjectSettings, 'customerKey'>, input: CustomerKeyInput): void {
  if (!hasCustomerKey(input)) {
    if (customerKey) throw errors.customerKeyWanted()
    return
  }
  const { key } = readKey(input)
  if (!customerKey) throw errors.customerKeyNotApplicable()
  if (!fits(key, customerKey)) throw errors.wrongCustomerKey()
}

/** Throws where a part does not come with the key, or the absence of one, that its upload began with. */
export function checkPartKey({ settings: { customerKey } }: Upload, input: CustomerKeyInput): void {
  if (hasCustomerKey(input) !== (customerKey !== undefined)) throw errors.customerKeyOfUpload()
  if (customerKey && !fits(readKey(input).key, customerKey)) throw errors.otherCustomerKey()
}

/** Of what concerns an upload as a whole the key is part only where its checksum is the client's: that is encrypted too. */
export function checkUploadKey(upload: Upload, input: CustomerKeyInput): void {
  if (hasCustomerKey(input) || (upload.settings.customerKey && upload.checksumAsked)) checkPartKey(upload, input)
}

const KEY_BYTES = 32

/** The key and its MD5 (base64); throws what is wrong with the headers, but not with the key's length. */
function readKey({ SSECustomerAlgorithm: algorithm, SSECustomerKey: given, SSECustomerKeyMD5: md5 }: CustomerKeyInput) {
  if (algorithm === undefined) throw lacking('a valid encryption algorithm')
  if (algorithm !== 'AES256') throw errors.customerAlgorithm(algorithm)
  if (given === undefined) throw lacking('an appropriate secret key')
  if (md5 === undefined) throw lacking('the client calculated MD5 of the secret key')
  const key = Buffer.from(given, 'base64')
  if (createHash('md5').update(key).digest('base64') !== md5)
    throw errors.customerKey('The calculated MD5 hash of the key did not match the hash that was provided.')
  return { key, md5 }
}

const lacking = (what: string) =>
  errors.customerKey(`Requests specifying Server Side Encryption with Customer provided keys must provide ${what}.`)

const hmacOf = (key: Buffer, salt: string) => createHmac('sha256', Buffer.from(salt, 'hex')).update(key).digest()

const fits = (key: Buffer, { salt, hmac }: CustomerKey) => timingSafeEqual(hmacOf(key, salt), Buffer.from(hmac, 'hex'))
