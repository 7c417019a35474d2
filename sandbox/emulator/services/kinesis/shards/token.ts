import { crc32 } from 'node:zlib'

/** AWS's iterators begin with these bytes, so base64 of them begins with `AAAAAAAAAAE`. */
const HEADER = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1])

/** A value as an opaque base64 token that `openToken` takes back; nothing is kept here. */
export function sealToken(value: readonly (string | number)[]): string {
  const text = Buffer.from(JSON.stringify(value))
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(text))
  return Buffer.concat([HEADER, sum, text]).toString('base64')
}

/** Undefined where the text is no token of ours, or was changed. */
export function openToken(token: string): unknown[] | undefined {
  const bytes = Buffer.from(token, 'base64')
  if (bytes.length < 14 || bytes.toString('base64') !== token || !bytes.subarray(0, 8).equals(HEADER)) return undefined
  const text = bytes.subarray(12)
  if (crc32(text) !== bytes.readUInt32BE(8)) return undefined
  return JSON.parse(text.toString()) as unknown[]
}
