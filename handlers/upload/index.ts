import { randomUUID } from 'node:crypto'
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { userSubOf, type HttpApiEvent, type HttpApiResponse } from './event.ts'
import { BadRequest, parseUpload, type Upload } from './request.ts'

// Made once per execution environment, so that warm invocations reuse their connections.
const s3 = new S3Client({})
// Left to itself this client opens a connection for each request; with options of one's own, also none, it keeps one.
const kinesis = new KinesisClient({ requestHandler: {} })

/** `POST /uploads`: stores the file and queues it. A failing S3 or Kinesis throws, which the HTTP API answers with 500. */
export const handler = async (event: HttpApiEvent): Promise<HttpApiResponse> => {
  try {
    const location = await store(parseUpload(event), event)
    await announce(location, event)
    return respond(200, { message: 'Uploaded and queued for processing', s3: location })
  } catch (error) {
    if (!(error instanceof BadRequest)) throw error
    log('upload refused', event, { reason: error.message })
    return respond(400, { message: error.message })
  }
}

type Location = { readonly bucket: string; readonly key: string }

const store = async ({ filename, content }: Upload, event: HttpApiEvent): Promise<Location> => {
  const location = { bucket: environment('UPLOAD_BUCKET'), key: `uploads/${filename}` }
  // Bytes, because the SDK takes an empty string for a stream of unknown length, and warns.
  const Body = Buffer.from(content)
  await s3.send(
    new PutObjectCommand({
      Bucket: location.bucket,
      Key: location.key,
      Body,
      ContentType: 'text/plain',
      // Tells this upload from an earlier one of the same name; the processor passes it on.
      Metadata: { 'request-id': event.requestContext.requestId },
    }),
  )
  return location
}

/** Only after the object is stored: a record that arrives before its object would be skipped for good. */
const announce = async (location: Location, event: HttpApiEvent): Promise<void> => {
  const record = {
    ...location,
    uploadedAt: new Date().toISOString(),
    requestId: event.requestContext.requestId,
    userSub: userSubOf(event),
  }
  const placed = await kinesis.send(
    new PutRecordCommand({
      StreamName: environment('STREAM_NAME'),
      // Uploads have no order among themselves; a random key spreads them over all shards.
      PartitionKey: randomUUID(),
      Data: Buffer.from(JSON.stringify(record)),
    }),
  )
  const { ShardId: shardId, SequenceNumber: sequenceNumber } = placed
  log('uploaded', event, { ...location, userSub: record.userSub, shardId, sequenceNumber })
}

/** Read at each call, not at load: a missing setting then shows as this sentence and not as a failed init. */
const environment = (name: string): string => {
  const value = process.env[name]
  if (!value) throw new Error(`environment variable ${name} is not set`)
  return value
}

/** One JSON object a line, which CloudWatch Logs Insights can query by field. */
const log = (message: string, event: HttpApiEvent, details: Readonly<Record<string, unknown>>): void => {
  console.log(JSON.stringify({ message, requestId: event.requestContext.requestId, ...details }))
}

const respond = (statusCode: number, body: unknown): HttpApiResponse => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
