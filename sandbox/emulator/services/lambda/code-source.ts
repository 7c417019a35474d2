import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import type { FunctionCode } from '@aws-sdk/client-lambda'
import { createHash } from 'node:crypto'
import { realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute } from 'node:path'
import { Readable } from 'node:stream'
import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { invalidParameter, unsupported } from './errors.ts'
import { takeCode } from './runtime/code.ts'
import type { Code } from './state.ts'

/** The bucket that stands for this machine's files: the key is the absolute path of a folder, or of a file in it. */
const HOT_RELOAD = 'hot-reload'

function hotCode(ctx: Context, path: string): Code {
  const found = isAbsolute(path) ? statSync(path, { throwIfNoEntry: false }) : undefined
  if (!found) throw invalidParameter(`The key of code in ${HOT_RELOAD} is the absolute path of a folder or a file on this machine, and ${path} is none.`)
  const hotFolder = realpathSync(found.isDirectory() ? path : dirname(path))
  const sha256 = createHash('sha256').update(hotFolder).digest('base64')
  return { zip: { id: `hot-${ctx.ids.hex(24)}`, size: 0 }, sha256, size: 0, unzipped: 0, hotFolder }
}

/** The zip that a request carries or names, checked and kept; an object in S3 is read as the caller. */
export async function readCode(ctx: Context, source: FunctionCode): Promise<Code> {
  if (source.ImageUri !== undefined) throw unsupported('Code.ImageUri (PackageType Image)')
  if (source.ZipFile) return takeCode(ctx, source.ZipFile)
  if (source.S3Bucket === undefined || source.S3Key === undefined)
    throw invalidParameter('Please provide a source for function code.')
  if (source.S3Bucket === HOT_RELOAD) return hotCode(ctx, source.S3Key)
  return takeCode(ctx, await readObject(ctx, source))
}

async function readObject(ctx: Context, { S3Bucket, S3Key, S3ObjectVersion }: FunctionCode): Promise<Uint8Array> {
  const input = { Bucket: S3Bucket, Key: S3Key, ...(S3ObjectVersion === undefined ? {} : { VersionId: S3ObjectVersion }) }
  try {
    const { Body } = await ctx.call<GetObjectCommandOutput>(ctx, 's3', 'GetObject', input)
    return await bytesOf(Body)
  } catch (error) {
    if (!(error instanceof AwsError) || error.status >= 500) throw error
    throw invalidParameter(
      `Error occurred while GetObject. S3 Error Code: ${error.code}. S3 Error Message: ${error.message}`,
    )
  }
}

/** Inside the engine a body is bytes or a stream of them, without the SDK's additions. */
async function bytesOf(body: unknown): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body
  if (body instanceof Readable) return Buffer.concat(await body.toArray())
  return Buffer.from(typeof body === 'string' ? body : '')
}
