import type { Readable } from 'node:stream'
import type { PutObjectTaggingCommandInput } from '@aws-sdk/client-s3'
import type { HttpRequest } from '../../kernel/http.ts'
import type { Protocol } from '../../kernel/service.ts'
import { parseXmlRoot } from '../../protocols/xml.ts'
import type { Fields } from './form-parts.ts'
import { readTagSet } from './objects/tags.ts'

/** Fields that are headers of PutObject by the same name. */
const HEADER = /^(?:x-amz-.*|cache-control|content-(?:type|disposition|encoding|language|md5)|expires)$/

/** The PUT that would store what the form stores: its fields are that request's headers. */
export async function objectRequest(protocol: Protocol, request: HttpRequest, fields: Fields, body: Readable): Promise<HttpRequest> {
  const tagging = await readTags(protocol, request, fields)
  const headers: Record<string, string> = tagging === undefined ? {} : { 'x-amz-tagging': tagging }
  for (const [name, { value }] of fields) if (HEADER.test(name)) headers[name] = asBytes(value)
  const acl = fields.get('acl')?.value
  if (acl !== undefined) headers['x-amz-acl'] = acl
  return asRequest(request, headers, body)
}

/** A header's characters are the bytes of its text. */
const asBytes = (text: string) => Buffer.from(text).toString('latin1')

/** The field `tagging` is a document, and the header a query string. Undefined where there are no tags. */
async function readTags(protocol: Protocol, request: HttpRequest, fields: Fields): Promise<string | undefined> {
  const document = fields.get('tagging')?.value
  if (document === undefined) return undefined
  const bytes = Buffer.from(document)
  // A document of another name has no tags for S3, and is no mistake.
  if (parseXmlRoot(bytes).name !== 'Tagging') return undefined
  const wire = { ...asRequest(request, {}, request.body), bytes: () => Promise.resolve(bytes) }
  const { Tagging } = (await protocol.decode({ operation: 'PutObjectTagging', labels: {} }, wire)) as PutObjectTaggingCommandInput
  return new URLSearchParams(readTagSet(Tagging?.TagSet, 'object')).toString()
}

function asRequest({ host, remoteAddress, httpVersion }: HttpRequest, headers: Record<string, string>, body: Readable): HttpRequest {
  const query = new URLSearchParams()
  const bytes = () => Promise.resolve(Buffer.alloc(0))
  return { method: 'PUT', path: '/', rawQuery: '', query, headers, rawHeaders: [], host, remoteAddress, httpVersion, body, bytes }
}
