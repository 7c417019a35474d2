import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import type { Context } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import { validationError } from './errors.ts'

/** What a TemplateBody and a template in S3 may have, in bytes. */
export const LONGEST_BODY_BYTES = 51_200
const LONGEST_OBJECT_BYTES = 1_048_576

export interface TemplateInput {
  readonly TemplateBody?: string | undefined
  readonly TemplateURL?: string | undefined
}

/** The template's text, given or fetched as the caller; undefined where neither is given. */
export async function templateText(ctx: Context, { TemplateBody, TemplateURL }: TemplateInput): Promise<string | undefined> {
  if (TemplateBody !== undefined && TemplateURL !== undefined) throw validationError('You cannot specify both TemplateBody and TemplateURL.')
  if (TemplateBody !== undefined) return TemplateBody
  return TemplateURL === undefined ? undefined : fetchTemplate(ctx, TemplateURL)
}

/** As `templateText`; throws where there is none. */
export async function needTemplate(ctx: Context, input: TemplateInput): Promise<string> {
  const text = await templateText(ctx, input)
  if (text === undefined) throw validationError('Either Template URL or Template Body must be specified.')
  return text
}

async function fetchTemplate(ctx: Context, url: string): Promise<string> {
  const place = s3Place(url, ctx.settings.endpoint)
  if (!place) throw validationError('TemplateURL must be a supported URL.')
  try {
    const { Body } = await ctx.call<GetObjectCommandOutput>(ctx, 's3', 'GetObject', place)
    const bytes = await bytesOf(Body)
    if (bytes.length > LONGEST_OBJECT_BYTES) throw validationError(`Template may not exceed ${LONGEST_OBJECT_BYTES} bytes in size.`)
    return bytes.toString('utf8')
  } catch (error) {
    if (error instanceof AwsError && error.code !== 'ValidationError') throw validationError(`S3 error: ${error.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`)
    throw error
  }
}

const bytesOf = async (body: unknown) => (body instanceof Uint8Array ? Buffer.from(body) : buffer(body as Readable))

interface Place {
  readonly Bucket: string
  readonly Key: string
  readonly VersionId?: string
}

/** Bucket and key of an S3 address: of AWS or of this engine, with the bucket in the host or in the path. */
export function s3Place(url: string, endpoint: string): Place | undefined {
  if (!URL.canParse(url)) return undefined
  const { protocol, host, hostname, pathname, searchParams } = new URL(url)
  if (protocol !== 'https:' && protocol !== 'http:') return undefined
  const bucket = bucketInHost(hostname)
  const isS3 = bucket !== undefined || /^s3[.-].*amazonaws\.com$/.test(hostname) || host === new URL(endpoint).host || /^(localhost|127\.|\[::1\])/.test(hostname)
  if (!isS3) return undefined
  const path = decodeURIComponent(pathname.slice(1))
  const Key = bucket === undefined ? path.slice(path.indexOf('/') + 1) : path
  const Bucket = bucket ?? path.slice(0, Math.max(0, path.indexOf('/')))
  if (Bucket === '' || Key === '') return undefined
  const version = searchParams.get('versionId')
  return { Bucket, Key, ...(version === null ? {} : { VersionId: version }) }
}

const bucketInHost = (hostname: string) => /^(.+?)\.s3([.-][a-z0-9.-]+)?\.(amazonaws\.com|localhost)$/.exec(hostname)?.[1]
