import type { SpanView } from '../kernel/trace/view.ts'

type Value = string | number | boolean
interface KeyValue {
  readonly key: string
  readonly value: { readonly stringValue: string } | { readonly intValue: string } | { readonly doubleValue: number } | { readonly boolValue: boolean }
}

/** An `ExportTraceServiceRequest` in OTLP's JSON encoding: ids are hexadecimal, 64-bit numbers texts, enums numbers. */
export function exportRequest(spans: readonly SpanView[]): object {
  const resources = Map.groupBy(spans, (span) => JSON.stringify([serviceName(span), span.account, span.region]))
  return {
    resourceSpans: [...resources.values()].map((own) => ({
      resource: { attributes: resourceOf(own[0]!) },
      scopeSpans: [{ scope: { name: 'pipeline-sandbox' }, spans: own.map(otlpSpan) }],
    })),
  }
}

const KINDS = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const

function otlpSpan(span: SpanView): object {
  const { start, duration_ms = 0, error, links, attributes } = span
  return {
    traceId: traceId(span.traceId),
    spanId: span.spanId,
    ...(span.parentId === undefined ? {} : { parentSpanId: span.parentId }),
    name: nameOf(span),
    kind: KINDS[kindOf(span)],
    startTimeUnixNano: nanoseconds(start),
    endTimeUnixNano: nanoseconds(start + duration_ms),
    attributes: pairs({ ...conventions(span), ...own(attributes, 'sandbox.'), ...(error ? { 'error.type': error.code } : {}) }),
    ...(links ? { links: links.map((link) => ({ traceId: traceId(link.traceId), spanId: link.spanId })) } : {}),
    events: eventsOf(span),
    status: error ? { code: 2, message: error.message } : span.kind === 'call' ? {} : { code: 1 },
  }
}

/** X-Ray's form without its dashes. */
const traceId = (id: string) => id.slice(2).replace('-', '')

/** More than a double holds: so as text, from microseconds. */
const nanoseconds = (ms: number) => `${Math.round(ms * 1000)}000`

/** As AWS's SDKs call the services ("Semantic conventions for AWS SDK client spans"). */
const SERVICE_IDS: Readonly<Record<string, string>> = {
  apigateway: 'ApiGatewayV2', restapis: 'API Gateway', cloudformation: 'CloudFormation', cloudwatch: 'CloudWatch', cognito: 'Cognito Identity Provider',
  iam: 'IAM', kinesis: 'Kinesis', lambda: 'Lambda', logs: 'CloudWatch Logs', s3: 'S3', sts: 'STS',
}
const serviceId = ({ service }: SpanView) => SERVICE_IDS[service] ?? service
const operationOf = ({ name }: SpanView) => name.slice(name.indexOf(':') + 1)

function nameOf(span: SpanView): string {
  if (span.kind === 'call') return `${serviceId(span)}.${operationOf(span)}`
  if (span.kind === 'batch' || span.kind === 'retry') return `process ${span.attributes['stream']}`
  const { route } = span.attributes
  return span.kind === 'request' && typeof route === 'string' ? route : span.name
}

const isPut = ({ kind, service, name }: SpanView) => kind === 'call' && service === 'kinesis' && name.startsWith('kinesis:PutRecord')

function kindOf(span: SpanView): keyof typeof KINDS {
  if (span.kind === 'request' || span.kind === 'invocation') return 'server'
  if (span.kind === 'batch' || span.kind === 'retry') return 'consumer'
  if (span.kind !== 'call') return 'internal'
  return isPut(span) ? 'producer' : 'client'
}

function serviceName(span: SpanView): string {
  if (span.kind === 'invocation' || span.kind === 'init') return span.name.replace(/ init$/, '')
  return `aws.${span.service}`
}

function resourceOf(span: SpanView): KeyValue[] {
  const isFunction = span.kind === 'invocation' || span.kind === 'init'
  return pairs({
    'service.name': serviceName(span),
    'cloud.provider': 'aws',
    'cloud.account.id': span.account,
    'cloud.region': span.region,
    'cloud.platform': isFunction ? 'aws_lambda' : undefined,
    'faas.name': isFunction ? serviceName(span) : undefined,
  })
}

/** What OpenTelemetry has names for. */
function conventions(span: SpanView): Record<string, Value | undefined> {
  const { attributes: of, requestId } = span
  const principal = { 'enduser.id': span.principal || undefined }
  switch (span.kind) {
    case 'request':
      return { ...httpOf(span), 'aws.request_id': requestId, ...principal }
    case 'call':
      return { 'rpc.system': 'aws-api', 'rpc.service': serviceId(span), 'rpc.method': operationOf(span), 'aws.request_id': requestId, ...principal, ...objectOf(span), ...streamOf(span) }
    case 'invocation':
      return { 'faas.invocation_id': requestId, 'faas.version': text(of['version']), 'cloud.resource_id': span.principal || undefined, 'aws.lambda.invoked_arn': span.principal || undefined }
    case 'init':
      return { 'faas.coldstart': true }
    case 'batch':
    case 'retry':
      return {
        ...streamOf(span),
        'messaging.operation.type': 'process',
        'messaging.operation.name': 'process',
        'messaging.batch.message_count': of['records'] as number | undefined,
        'aws.lambda.resource_mapping.id': text(of['mapping']),
      }
    default:
      return {}
  }
}

function httpOf({ name, attributes: of }: SpanView): Record<string, Value | undefined> {
  const [method = '', path = ''] = name.split(' ')
  const route = text(of['route'] ?? of['resource'])
  return {
    'http.request.method': method,
    'http.response.status_code': of['status'] as number | undefined,
    'http.route': route?.replace(/^[A-Z]+ /, ''),
    'url.path': path,
    'url.scheme': 'http',
    'http.response.body.size': of['size_bytes'] as number | undefined,
  }
}

function objectOf({ service, attributes: of }: SpanView): Record<string, Value | undefined> {
  return service === 's3' ? { 'aws.s3.bucket': text(of['bucket']), 'aws.s3.key': text(of['key']) } : {}
}

function streamOf(span: SpanView): Record<string, Value | undefined> {
  const { stream, shard, sequenceNumber, records, size_bytes } = span.attributes
  if (stream === undefined) return {}
  return {
    'messaging.system': 'aws.kinesis',
    'messaging.destination.name': text(stream),
    'messaging.destination.partition.id': text(shard),
    'aws.kinesis.stream_name': text(stream),
    ...(isPut(span)
      ? { 'messaging.operation.type': 'send', 'messaging.operation.name': operationOf(span), 'messaging.message.id': text(sequenceNumber), 'messaging.message.body.size': size_bytes as number | undefined, 'messaging.batch.message_count': records as number | undefined }
      : {}),
  }
}

function eventsOf({ error, logs, start, duration_ms = 0 }: SpanView): object[] {
  const lines = (logs?.lines ?? []).map(({ time, message }) => ({ timeUnixNano: nanoseconds(time), name: 'log', attributes: pairs({ 'log.message': message }) }))
  if (!error) return lines
  const told = pairs({ 'exception.type': error.code, 'exception.message': error.message })
  return [...lines, { timeUnixNano: nanoseconds(start + duration_ms), name: 'exception', attributes: told }]
}

const text = (value: Value | undefined) => (value === undefined ? undefined : String(value))

const own = (attributes: SpanView['attributes'], prefix: string) => Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`${prefix}${name}`, value]))

function pairs(attributes: Readonly<Record<string, Value | undefined>>): KeyValue[] {
  return Object.entries(attributes).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: valueOf(value) }]))
}

function valueOf(value: Value): KeyValue['value'] {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}
