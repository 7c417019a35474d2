import { gunzip } from 'node:zlib'
import type { HttpRequest } from '../kernel/http.ts'
import type { Protocol } from '../kernel/service.ts'
import { serializationError } from './scalars.ts'

/** Past this an inflated body is no honest request. */
const LARGEST_BYTES = 80 * 1024 * 1024

/** The same protocol for clients that may send bodies with `Content-Encoding: gzip`. */
export function compressed(protocol: Protocol): Protocol {
  return {
    ...protocol,
    match: (request) => protocol.match(inflated(request)),
    decode: (match, request) => protocol.decode(match, inflated(request)),
    unknownOperation: (request) => protocol.unknownOperation(inflated(request)),
  }
}

function inflated(request: HttpRequest): HttpRequest {
  if (request.headers['content-encoding'] !== 'gzip') return request
  const bytes = async (limit_bytes?: number) => inflate(await request.bytes(limit_bytes))
  return Object.create(request, { bytes: { value: bytes } }) as HttpRequest
}

function inflate(bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    gunzip(bytes, { maxOutputLength: LARGEST_BYTES }, (error, whole) => {
      if (error) reject(serializationError('The request body is not valid gzip.'))
      else resolve(whole)
    })
  })
}
