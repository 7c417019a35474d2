import type { Integration, IntegrationResponse } from '@aws-sdk/client-api-gateway'
import type { HttpResponse } from '../../../../kernel/http.ts'
import { templateScope } from './context-variables.ts'
import type { MethodCall } from './call.ts'
import { callHttp } from './http.ts'
import { callFunction, callProxy, failed, remapped } from './lambda.ts'
import { mapped } from './mapping.ts'
import { isBinary } from './request-event.ts'
import { GatewayError } from './response-types.ts'
import { renderTemplate } from './template.ts'

/** What an integration that is no proxy has answered: `outcome` is what selection patterns are held against. */
interface Answer {
  readonly outcome: string
  readonly headers: HttpResponse['headers']
  readonly body: string
}

/** The answer of the method's integration. Throws `GatewayError` where it has none to give. */
export async function integrate(call: MethodCall, body: Buffer, signal: AbortSignal): Promise<HttpResponse> {
  const integration = call.method.methodIntegration!
  if (integration.type === 'AWS_PROXY') return callProxy(call, integration, body)
  if (integration.type === 'HTTP_PROXY') {
    const { status, headers, body: bytes } = await callHttp(call, integration, body, signal)
    return { status, headers: remapped(headers), body: bytes }
  }
  const payload = requestBody(call, integration, body)
  return respond(call, integration, body, await ask(call, integration, payload, signal))
}

async function ask(call: MethodCall, integration: Integration, payload: string, signal: AbortSignal): Promise<Answer> {
  if (integration.type === 'MOCK') return { outcome: mockStatus(call, integration, payload), headers: {}, body: '' }
  if (integration.type === 'HTTP') {
    const { status, headers, body } = await callHttp(call, integration, Buffer.from(payload), signal)
    return { outcome: String(status), headers, body: body.toString() }
  }
  const { text, errorMessage } = await callFunction(call, integration, payload)
  return { outcome: errorMessage ?? '', headers: {}, body: text }
}

/** A mock's answer is chosen by the status code that its request template writes. */
function mockStatus(call: MethodCall, integration: Integration, payload: string): string {
  const status = /^\s*\{[\s\S]*?["']?statusCode["']?\s*:\s*["']?(\d{3})/.exec(payload)?.[1]
  if (status === undefined) throw failed(call, integration, 'has no request template that gives a statusCode', 500)
  return status
}

/** The body that the integration is given: as the template for its type makes it, or else as the passthrough behaviour says. */
function requestBody(call: MethodCall, { requestTemplates = {}, passthroughBehavior }: Integration, body: Buffer): string {
  const type = call.request.headers['content-type']?.split(';')[0]!.trim() ?? 'application/json'
  const text = body.toString(isBinary(call.served.binaryMediaTypes, type) ? 'base64' : 'utf8')
  if (Object.hasOwn(requestTemplates, type)) return renderTemplate(requestTemplates[type]!, templateScope(call, text))
  const hasTemplates = Object.keys(requestTemplates).length > 0
  if (passthroughBehavior === 'NEVER' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && hasTemplates)) throw new GatewayError('UNSUPPORTED_MEDIA_TYPE', 'Unsupported Media Type')
  return text
}

/** The method's answer out of the integration's, by the integration response whose pattern fits. */
function respond(call: MethodCall, integration: Integration, body: Buffer, answer: Answer): HttpResponse {
  const chosen = choose(Object.values(integration.integrationResponses ?? {}), answer.outcome)
  if (!chosen) throw failed(call, integration, `has no integration response for ${JSON.stringify(answer.outcome)}`, 500)
  const source = { call, body: body.toString(), response: answer }
  const own = mapped(chosen.responseParameters, 'method.response.header.', source)
  const [type, template] = templateFor(chosen.responseTemplates ?? {}, call.request.headers['accept'])
  const text = template === undefined ? answer.body : renderTemplate(template, templateScope(call, answer.body))
  const headers: HttpResponse['headers'] = { 'content-type': type }
  for (const [name, value] of Object.entries(own)) headers[name.toLowerCase()] = value
  return { status: Number(chosen.statusCode), headers, body: text }
}

/** The one whose pattern matches as a whole; else the one without a pattern, which is the default. */
function choose(responses: readonly IntegrationResponse[], outcome: string): IntegrationResponse | undefined {
  const fits = (pattern: string) => new RegExp(`^(?:${pattern})$`, 's').test(outcome)
  const matching = outcome === '' ? undefined : responses.find(({ selectionPattern }) => selectionPattern && fits(selectionPattern))
  return matching ?? responses.find(({ selectionPattern }) => !selectionPattern)
}

function templateFor(templates: Readonly<Record<string, string>>, accept: string | undefined): readonly [string, string | undefined] {
  const wanted = (accept ?? '').split(',')[0]!.split(';')[0]!.trim()
  const type = [wanted, 'application/json', Object.keys(templates)[0] ?? ''].find((name) => Object.hasOwn(templates, name))
  return type === undefined ? ['application/json', undefined] : [type, templates[type]]
}
