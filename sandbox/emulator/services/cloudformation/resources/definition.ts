import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import type { ValueMap } from '../../../../template/index.ts'
import type { Io } from './provider.ts'

/** The OpenAPI document of an API, in the template or in S3. */
export async function definitionOf({ Body, BodyS3Location }: ValueMap, io: Io): Promise<string | undefined> {
  if (Body !== undefined) return typeof Body === 'string' ? Body : JSON.stringify(Body)
  if (BodyS3Location === undefined) return undefined
  const { Bucket, Key, Version } = BodyS3Location as ValueMap
  const found = await io.call<GetObjectCommandOutput>('s3', 'GetObject', { Bucket, Key, ...(Version === undefined ? {} : { VersionId: Version }) })
  const content: unknown = found.Body
  return (content instanceof Uint8Array ? Buffer.from(content) : await buffer(content as Readable)).toString()
}
