import type { HttpRequest, HttpResponse } from '../../kernel/http.ts'
import { escapeXml, XML_DECLARATION } from '../../protocols/xml.ts'
import type { Fields } from './form-parts.ts'

/** `etag` is in quotes. */
interface Posted {
  readonly bucket: string
  readonly key: string
  readonly etag: string
}

/** PutObject's answer in the form that the browser's form asks for: a page elsewhere, a document, or nothing. */
export function formAnswer(put: HttpResponse, request: HttpRequest, posted: Posted, fields: Fields): HttpResponse {
  const location = locationOf(request, posted)
  const { 'content-type': _none, ...headers } = put.headers
  const page = redirectTarget((fields.get('success_action_redirect') ?? fields.get('redirect'))?.value, posted)
  if (page !== undefined) return { status: 303, headers: { ...headers, location: page } }
  const asked = fields.get('success_action_status')?.value
  const answer = { headers: { ...headers, location } }
  if (asked === '200') return { status: 200, ...answer }
  if (asked !== '201') return { status: 204, ...answer }
  const { bucket, key, etag } = posted
  const members = Object.entries({ Location: location, Bucket: bucket, Key: key, ETag: etag })
  const inner = members.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('')
  const body = `${XML_DECLARATION}<PostResponse>${inner}</PostResponse>`
  return { status: 201, headers: { ...answer.headers, 'content-type': 'application/xml' }, body }
}

/** The object's address in the style that the form was sent in; its slashes are encoded too. */
function locationOf(request: HttpRequest, { bucket, key }: Posted): string {
  // In path style the bucket is the path.
  return `http://${request.headers['host']}${request.path === '/' ? '' : `/${bucket}`}/${encodeURIComponent(key)}`
}

/** "If Amazon S3 cannot interpret the URL, it acts as if the field is not present." */
function redirectTarget(url: string | undefined, { bucket, key, etag }: Posted): string | undefined {
  if (url === undefined || !/^https?:\/\/[^\x00-\x1f]+$/i.test(url) || !URL.canParse(url)) return undefined
  return `${Buffer.from(url).toString('latin1')}${url.includes('?') ? '&' : '?'}${new URLSearchParams({ bucket, key, etag })}`
}
