import { randomUUID } from 'node:crypto'
import type { HttpApiEvent } from './event.ts'

export type Upload = { readonly filename: string; readonly content: string }

/** The caller's mistake: its message is what the 400 answer says. */
export class BadRequest extends Error {
  override name = 'BadRequest'
}

/**
 * S3 allows a key 1,024 bytes of UTF-8. The bound is set by `processed/`, the longer of the two prefixes a file
 * gets on its way: a name that fits only under `uploads/` would be accepted here and could then never be processed.
 */
const FILENAME_MAX_BYTES = 1024 - 'processed/'.length

/** What the caller wants stored, with a default for each absent member; throws BadRequest. */
export const parseUpload = (event: HttpApiEvent): Upload => {
  const body = parseBody(event)
  const filename = optionalString(body, 'filename') ?? `${randomUUID()}.txt`
  checkFilename(filename)
  return { filename, content: optionalString(body, 'content') ?? '' }
}

const parseBody = (event: HttpApiEvent): Readonly<Record<string, unknown>> => {
  const text = decodeBody(event)
  if (text === '') return {}
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    throw new BadRequest('body is not valid JSON')
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new BadRequest(`body must be a JSON object, not ${kindOf(body)}`)
  }
  return body as Record<string, unknown>
}

const decodeBody = ({ body: sent, isBase64Encoded }: HttpApiEvent): string => {
  const body = sent ?? ''
  if (!isBase64Encoded) return body
  try {
    // Fatal, because the lenient decoder would store U+FFFD in place of what the caller sent.
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body, 'base64'))
  } catch {
    throw new BadRequest('body is not valid UTF-8')
  }
}

const optionalString = (body: Readonly<Record<string, unknown>>, name: keyof Upload): string | undefined => {
  const value = Object.hasOwn(body, name) ? body[name] : undefined
  if (value === undefined || typeof value === 'string') return value
  throw new BadRequest(`${name} must be a string, not ${kindOf(value)}`)
}

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`
}

const checkFilename = (filename: string): void => {
  if (filename === '') throw new BadRequest('filename must not be empty')
  if (filename.startsWith('/')) throw new BadRequest('filename must not start with "/"')
  if (filename.includes('\\')) throw new BadRequest('filename must not contain a backslash')
  // S3 stores such a key as it is, but whoever copies the bucket to a disk would write outside the folder.
  if (filename.split('/').includes('..')) throw new BadRequest('filename must not contain a ".." segment')
  if (/\p{Cc}/u.test(filename)) throw new BadRequest('filename must not contain control characters')
  // JSON can carry half of a surrogate pair, which no URL and so no S3 key can.
  if (!filename.isWellFormed()) throw new BadRequest('filename must be well-formed Unicode')
  const size_bytes = Buffer.byteLength(filename)
  if (size_bytes > FILENAME_MAX_BYTES) {
    throw new BadRequest(`filename must be at most ${FILENAME_MAX_BYTES} bytes of UTF-8, not ${size_bytes}`)
  }
}
