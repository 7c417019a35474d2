import { createHash } from 'node:crypto'
import type { Context } from '../../../kernel/context.ts'
import * as errors from '../errors.ts'
import { algorithmOfHeader, loadHashers, newHasher } from './checksums.ts'

/**
 * Checks an XML body against the Content-MD5 or checksum header that operations like DeleteObjects insist on. Calls
 * from inside have no wire to lose bytes on.
 */
export async function verifyDocument(ctx: Context): Promise<void> {
  if (!ctx.request) return
  const { headers } = ctx.request
  const bytes = await ctx.request.bytes()
  const md5 = headers['content-md5']
  const header = Object.keys(headers).find((name) => name.startsWith('x-amz-checksum-') && algorithmOfHeader(name))
  if (md5 === undefined && header === undefined)
    throw errors.invalidRequest('Missing required header for this request: Content-MD5 OR x-amz-checksum-*')
  if (md5 !== undefined) {
    const computed = createHash('md5').update(bytes).digest('base64')
    if (md5 !== computed) throw errors.badDigest(md5, computed)
  }
  if (header !== undefined) {
    const algorithm = algorithmOfHeader(header)!
    await loadHashers([algorithm])
    const hasher = newHasher(algorithm)
    hasher.update(bytes)
    if (headers[header] !== hasher.digest().toString('base64')) throw errors.badChecksum(algorithm)
  }
}
