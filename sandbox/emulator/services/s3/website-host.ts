import type { Redirect, RoutingRule, WebsiteConfiguration } from '@aws-sdk/client-s3'
import type { Host } from '../../kernel/context.ts'
import { AwsError } from '../../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../../kernel/http.ts'
import { httpDate } from '../../protocols/scalars.ts'
import { escapeXml } from '../../protocols/xml.ts'
import * as errors from './errors.ts'
import { checkReadConditions } from './objects/conditions.ts'
import { readContent } from './objects/content.ts'
import { checkCustomerKey } from './objects/customer-key.ts'
import { contentRange, parseRange } from './objects/range.ts'
import { anyBucket, findObject, type Bucket, type StoredObject } from './state.ts'

/** `<bucket>.s3-website-us-east-1.amazonaws.com`, `<bucket>.s3-website.eu-central-1.amazonaws.com`, `<bucket>.s3-website.localhost`. */
const WEBSITE_HOST = /^(.+)\.s3-website[.-]/

/** Answers for a bucket's website; undefined where the host is that of no website. */
export function serveWebsite(request: HttpRequest, host: Host): HttpResponse | undefined {
  const name = request.host.includes('.s3-website') ? WEBSITE_HOST.exec(request.host)?.[1] : undefined
  if (name === undefined) return undefined
  try {
    if (request.method !== 'GET' && request.method !== 'HEAD') throw errors.methodNotAllowed(request.method, 'OBJECT')
    const bucket = anyBucket(host, name)
    if (!bucket) throw errors.noSuchBucket(name)
    const { website } = bucket.configuration
    if (!website) throw errors.missingConfiguration(name, 'NoSuchWebsiteConfiguration')
    return answer(request, host, bucket, website)
  } catch (error) {
    if (error instanceof AwsError) return errorPage(host, error)
    throw error
  }
}

function answer(request: HttpRequest, host: Host, bucket: Bucket, website: WebsiteConfiguration): HttpResponse {
  const path = decodePath(request.path)
  const all = website.RedirectAllRequestsTo
  if (all) return redirectTo(request, { ...all, HttpRedirectCode: '301' }, path, undefined)
  const asked = path.slice(1)
  const early = website.RoutingRules?.find((rule) => rule.Condition?.HttpErrorCodeReturnedEquals === undefined && hasPrefix(rule, asked))
  if (early?.Redirect) return redirectTo(request, early.Redirect, path, early.Condition?.KeyPrefixEquals)
  const suffix = website.IndexDocument?.Suffix ?? ''
  const key = asked === '' || asked.endsWith('/') ? asked + suffix : asked
  const object = findObject(host, bucket.name, key)
  if (object) return page(request, host, object, 200)
  // A folder that was asked for without its slash.
  if (key === asked && findObject(host, bucket.name, `${asked}/${suffix}`)) return moved('302', `/${encodeURI(asked)}/`)
  return notFound(request, host, bucket, website, key)
}

function notFound(request: HttpRequest, host: Host, bucket: Bucket, website: WebsiteConfiguration, key: string): HttpResponse {
  const late = website.RoutingRules?.find((rule) => rule.Condition?.HttpErrorCodeReturnedEquals === '404' && hasPrefix(rule, key))
  if (late?.Redirect) return redirectTo(request, late.Redirect, `/${key}`, late.Condition?.KeyPrefixEquals)
  const error = website.ErrorDocument?.Key
  const document = error === undefined ? undefined : findObject(host, bucket.name, error)
  if (document) return page(request, host, document, 404)
  return errorPage(host, errors.noSuchKey(key), error)
}

const hasPrefix = ({ Condition }: RoutingRule, key: string) => key.startsWith(Condition?.KeyPrefixEquals ?? '')

function page(request: HttpRequest, host: Host, object: StoredObject, status: number): HttpResponse {
  const { settings } = object
  if (settings.websiteRedirectLocation !== undefined) return moved('301', settings.websiteRedirectLocation)
  checkCustomerKey(settings, {})
  const headers: Record<string, string> = {
    etag: `"${object.etag}"`,
    'last-modified': httpDate(new Date(object.lastModified)),
    'content-type': settings.contentType,
    ...(settings.cacheControl === undefined ? {} : { 'cache-control': settings.cacheControl }),
    ...(settings.contentEncoding === undefined ? {} : { 'content-encoding': settings.contentEncoding }),
    ...(settings.contentDisposition === undefined ? {} : { 'content-disposition': settings.contentDisposition }),
    ...(settings.contentLanguage === undefined ? {} : { 'content-language': settings.contentLanguage }),
    ...answering(host),
  }
  if (status === 200) checkReadConditions(object, readConditions(request))
  const range = status === 200 ? parseRange(request.headers['range'], object.size) : undefined
  if (range) headers['content-range'] = contentRange(range, object.size)
  headers['content-length'] = String(range ? range.end - range.start + 1 : object.size)
  return { status: range ? 206 : status, headers, body: readContent(host, object.pieces, range) }
}

function readConditions({ headers }: HttpRequest) {
  const date = (text: string | undefined) => (text === undefined || Number.isNaN(Date.parse(text)) ? undefined : new Date(text))
  return {
    IfMatch: headers['if-match'],
    IfNoneMatch: headers['if-none-match'],
    IfModifiedSince: date(headers['if-modified-since']),
    IfUnmodifiedSince: date(headers['if-unmodified-since']),
  }
}

function redirectTo(request: HttpRequest, redirect: Redirect, path: string, prefix: string | undefined): HttpResponse {
  const rest = path.slice(1)
  const key =
    redirect.ReplaceKeyWith ??
    (redirect.ReplaceKeyPrefixWith === undefined ? rest : redirect.ReplaceKeyPrefixWith + rest.slice(prefix?.length ?? 0))
  const host = redirect.HostName ?? request.headers['host'] ?? request.host
  return moved(redirect.HttpRedirectCode ?? '301', `${redirect.Protocol ?? 'http'}://${host}/${encodeURI(key)}`)
}

const moved = (status: string, location: string): HttpResponse => ({ status: Number(status), headers: { location } })

const answering = (host: Host) => ({ server: 'AmazonS3', 'x-amz-request-id': host.ids.hex(16).toUpperCase(), 'x-amz-id-2': host.ids.bytes(42).toString('base64') })

/** A page for people, where the API has a document. `missing` is an error document that is not there. */
function errorPage(host: Host, error: AwsError, missing?: string): HttpResponse {
  const headers = { ...answering(host), ...error.headers }
  if (error.status === 304) return { status: 304, headers }
  const title = `${error.status} ${STATUS[error.status] ?? error.code}`
  const list = (items: Readonly<Record<string, unknown>>) =>
    `<ul>\n${Object.entries(items).map(([name, value]) => `<li>${name}: ${escapeXml(String(value))}</li>\n`).join('')}</ul>\n`
  const details = list({
    Code: error.code, Message: error.message, ...error.members, RequestId: headers['x-amz-request-id'], HostId: headers['x-amz-id-2'],
  })
  const custom =
    missing === undefined
      ? ''
      : `<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n${list({ Code: 'NoSuchKey', Message: 'The specified key does not exist.', Key: missing })}`
  const body = `<html>\n<head><title>${title}</title></head>\n<body>\n<h1>${title}</h1>\n${details}${custom}<hr/>\n</body>\n</html>\n`
  return { status: error.status, headers: { ...headers, 'content-type': 'text/html; charset=utf-8' }, body }
}

const STATUS: Readonly<Record<number, string>> = { 404: 'Not Found', 405: 'Method Not Allowed', 412: 'Precondition Failed', 416: 'Requested Range Not Satisfiable' }

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.", { members: { URI: path } })
  }
}
