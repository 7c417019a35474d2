import type { GatewayResponse } from '@aws-sdk/client-api-gateway'
import type { HttpResponse } from '../../../../kernel/http.ts'
import { lookUp } from '../../state.ts'
import { templateScope, type AnyCall } from './context-variables.ts'
import { mapped } from './mapping.ts'
import type { GatewayError } from './response-types.ts'
import { renderTemplate } from './template.ts'

/** API Gateway's own answer: as AWS words it, or as the API's gateway response for it says. */
export function answerOf(error: GatewayError, call: AnyCall | undefined): HttpResponse {
  const customised = call && customisedFor(error, call)
  const headers = { 'content-type': 'application/json', 'x-amzn-errortype': error.code }
  if (!customised) return { status: error.status, headers, body: JSON.stringify({ [error.member]: error.told }) }
  const { statusCode, responseParameters, responseTemplates = {} } = customised
  const [type, template] = chosen(responseTemplates, call.request.headers['accept'])
  return {
    status: statusCode === undefined ? error.status : Number(statusCode),
    headers: { ...headers, 'content-type': type, ...lowerCase(mapped(responseParameters, 'gatewayresponse.header.', { call, error })) },
    body: renderTemplate(template, templateScope(call, '', error)),
  }
}

/** The response of the error's own type, or else that for all errors of the client's, or of the server's, side. */
function customisedFor(error: GatewayError, { served }: AnyCall): GatewayResponse | undefined {
  const fallback = error.status < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX'
  return lookUp(served.gatewayResponses, error.type) ?? lookUp(served.gatewayResponses, fallback)
}

function chosen(templates: Readonly<Record<string, string>>, accept: string | undefined): readonly [string, string] {
  const wanted = (accept ?? '').split(',').map((type) => type.split(';')[0]!.trim())
  const type = [...wanted, 'application/json', Object.keys(templates)[0] ?? ''].find((name) => Object.hasOwn(templates, name))
  return type === undefined ? ['application/json', '{"message":$context.error.messageString}'] : [type, templates[type]!]
}

const lowerCase = (headers: Record<string, string>) => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
