import type { HttpRequest } from '../../kernel/http.ts'
import type { Address } from '../../protocols/route-table.ts'

/** `s3.localhost`, `s3.eu-west-1.amazonaws.com`, `s3-us-west-2.amazonaws.com`: the service itself, no bucket. */
const SERVICE_HOST = /^s3[.-]/
/** The last `.s3.` counts: a bucket's name may itself contain one. */
const BUCKET_HOST = /^(.+)\.s3(?:-[a-z0-9-]+)?\./
/** What the JavaScript SDK sends for an endpoint that is named `localhost`. */
const BUCKET_LOCALHOST = /^(.+)\.localhost$/

/** Finds the bucket in the host (virtual-hosted style) or in front of the path (path style). */
export function s3Address(request: HttpRequest): Address {
  const hosted = bucketInHost(request.host)
  if (hosted !== undefined) return { path: request.path, labels: { Bucket: hosted } }
  const path = request.path
  const slash = path.indexOf('/', 1)
  const bucket = slash < 0 ? path.slice(1) : path.slice(1, slash)
  if (bucket === '') return { path: '/', labels: {} }
  return { path: slash < 0 ? '/' : path.slice(slash), labels: { Bucket: bucket } }
}

function bucketInHost(host: string): string | undefined {
  if (host === 'localhost' || host === '127.0.0.1' || SERVICE_HOST.test(host)) return undefined
  return (BUCKET_HOST.exec(host) ?? BUCKET_LOCALHOST.exec(host))?.[1]
}
