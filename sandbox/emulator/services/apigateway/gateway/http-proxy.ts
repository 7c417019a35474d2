import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Integration } from '@aws-sdk/client-apigatewayv2'
import type { HttpResponse } from '../../../kernel/http.ts'
import { internalError } from './answers.ts'
import type { RoutedCall } from './call.ts'
import { evaluate } from './expressions.ts'
import { headersOf, sourceIp } from './request-parts.ts'

const DROPPED = ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade', 'content-length']

/** Passes the request on to the URL that the user gave the integration, and to no other: redirects are not followed. */
export async function callHttp(
  call: RoutedCall,
  integration: Integration,
  body: Buffer,
  signal: AbortSignal,
): Promise<HttpResponse> {
  const url = targetOf(call, evaluate(integration.IntegrationUri!, { call }) ?? '')
  if (!url) return failed(call, `${integration.IntegrationUri} is no address once its variables are filled in`)
  const method = integration.IntegrationMethod === 'ANY' ? call.request.method : integration.IntegrationMethod!
  try {
    return await exchange(url, { method, headers: headersFor(call, url, body), signal }, body)
  } catch (error) {
    return failed(call, `${url.origin} did not answer: ${String(error)}`)
  }
}

function failed(call: RoutedCall, what: string): HttpResponse {
  call.notes.integrationError = what
  call.host.settings.log(`HTTP API ${call.apiId}, ${call.route.RouteKey}: ${what}`)
  return internalError()
}

function targetOf(call: RoutedCall, uri: string): URL | undefined {
  const filled = uri.replace(/\{([^{}]+?)\+?\}/g, (whole, name: string) => {
    const value = call.pathParameters[name]
    return value === undefined ? whole : value.split('/').map(encodeURIComponent).join('/')
  })
  if (!/^https?:/.test(filled) || !URL.canParse(filled)) return undefined
  const url = new URL(filled)
  if (call.mappedPath !== undefined) url.pathname = call.mappedPath
  if (call.request.rawQuery !== '') url.search = url.search === '' ? call.request.rawQuery : `${url.search}&${call.request.rawQuery}`
  return url
}

function headersFor(call: RoutedCall, url: URL, body: Buffer): Record<string, string | string[]> {
  const headers = headersOf(call, body)
  const host = headers.get('host')![0]
  for (const name of ['x-forwarded-for', 'x-forwarded-port', 'x-forwarded-proto']) headers.delete(name)
  headers.set('host', [url.host])
  headers.set('forwarded', [`by=127.0.0.1;for=${sourceIp(call.request)};host=${host};proto=http`])
  headers.set('via', ['HTTP/1.1 AmazonAPIGateway'])
  return Object.fromEntries([...headers].map(([name, values]) => [name, values.length === 1 ? values[0]! : values]))
}

/** One request to an address that a user gave, and its whole answer without what belongs to the connection. */
export async function exchange(url: URL, options: RequestOptions, body: Buffer): Promise<HttpResponse & { readonly body: Buffer }> {
  const answer = await send(url, options, body)
  const chunks: Buffer[] = []
  for await (const chunk of answer) chunks.push(chunk as Buffer)
  return { status: answer.statusCode ?? 500, headers: keptHeaders(answer), body: Buffer.concat(chunks) }
}

function send(url: URL, options: RequestOptions, body: Buffer): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    request(url, options, resolve).once('error', reject).end(body)
  })
}

function keptHeaders(answer: IncomingMessage): Record<string, string | string[]> {
  const kept = Object.entries(answer.headers).filter(([name, value]) => value !== undefined && !DROPPED.includes(name))
  return Object.fromEntries(kept) as Record<string, string | string[]>
}
