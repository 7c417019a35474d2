import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { output, type Target } from './target.ts'

/** How far a file has come. `done` only where the result belongs to the latest upload of that name and its text is right. */
export interface Progress {
  readonly name: string
  readonly state: 'done' | 'not uploaded' | 'not processed' | 'stale' | 'wrong text'
  readonly source?: StoredText
  readonly result?: StoredText
}

export interface StoredText {
  readonly bucket: string
  readonly key: string
  readonly text: string
  readonly modified: Date
  /** The API request that wrote it, where the functions passed it on. */
  readonly requestId?: string
}

const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 250

/** Looks again and again until the file is processed or `deadline` (epoch milliseconds) has passed; gives the last look. */
export async function untilProcessed(target: Target, name: string, deadline: number): Promise<Progress> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const progress = await look(target, name)
    if (progress.state === 'done' || Date.now() >= deadline) return progress
    await new Promise((resolve) => setTimeout(resolve, Math.min(pause, Math.max(1, deadline - Date.now()))))
  }
}

async function look(target: Target, name: string): Promise<Progress> {
  const [source, result] = await Promise.all([
    read(target, output(target.stack, 'UploadBucket'), `uploads/${name}`),
    read(target, output(target.stack, 'ProcessedBucket'), `processed/${name}`),
  ])
  if (!source) return { name, state: 'not uploaded', ...(result ? { result } : {}) }
  if (!result) return { name, state: 'not processed', source }
  if (!isFresh(source, result)) return { name, state: 'stale', source, result }
  return { name, state: result.text === source.text.toUpperCase() ? 'done' : 'wrong text', source, result }
}

/** S3 tells times to the second, so the request that wrote the source says more: the processor passes it on. */
function isFresh(source: StoredText, result: StoredText): boolean {
  if (source.requestId !== undefined && result.requestId !== undefined) return source.requestId === result.requestId
  return result.modified >= source.modified
}

async function read({ clients }: Target, Bucket: string, Key: string): Promise<StoredText | undefined> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3')
  const s3 = await clients.s3()
  try {
    const found = await s3.send(new GetObjectCommand({ Bucket, Key }))
    return await stored(Bucket, Key, found)
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined
    throw error
  }
}

async function stored(bucket: string, key: string, found: GetObjectCommandOutput): Promise<StoredText> {
  const requestId = found.Metadata?.['request-id']
  const text = await found.Body!.transformToString()
  return { bucket, key, text, modified: found.LastModified!, ...(requestId === undefined ? {} : { requestId }) }
}

/** `uploads/a b.txt`, `processed/a b.txt`, `s3://bucket/processed/a b.txt` and `a b.txt` all name the same file. */
export function fileName(key: string): string {
  return key.replace(/^s3:\/\/[^/]+\//, '').replace(/^(uploads|processed)\//, '')
}
