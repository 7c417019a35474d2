import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import type { Protocol } from '../kernel/service.ts'
import { fromForm } from './query-form.ts'
import { errorStatus, readModel, type Model, type Shape } from './shape.ts'
import { contents, escapeXml } from './xml.ts'

export interface QueryOptions {
  readonly xmlNamespace: string
}

/** AWS Query (IAM, STS, CloudFormation): a form in, XML out, `<ErrorResponse>` for errors. */
export function query(sdk: object, options: QueryOptions): Protocol {
  const model = readModel(sdk)
  const errors = errorsByCode(model)
  const xml = (status: number, root: string, inside: string, ctx: Context): HttpResponse => ({
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': ctx.requestId },
    body: `<${root} xmlns="${options.xmlNamespace}">${inside}</${root}>`,
  })
  return {
    signatures: () => 'query',
    async match(request) {
      const form = await readForm(request)
      const action = form.get('Action') ?? ''
      return model.operations.has(action) ? { operation: action, labels: {}, form } : undefined
    },
    async decode(match) {
      return fromForm(match.form!, model.operations.get(match.operation)!.input)
    },
    encode(match, output, ctx) {
      const { output: shape, name } = model.operations.get(match.operation)!
      const inner = contents(output as Record<string, unknown>, shape, 'short-date-time')
      const result = shape.kind === 'unit' ? '' : `<${name}Result>${inner}</${name}Result>`
      return xml(200, `${name}Response`, `${result}${metadata(ctx)}`, ctx)
    },
    encodeError(error, ctx) {
      const shape = errors.get(error.code)
      const [code, status] = shape?.traits.awsQueryError ?? [error.code, shape?.traits.httpError ?? error.status]
      const type = status >= 500 ? 'Receiver' : 'Sender'
      const detail = shape ? contents(withoutMessage(error.members), shape, 'short-date-time') : ''
      const body = `<Error><Type>${type}</Type><Code>${escapeXml(code)}</Code><Message>${escapeXml(error.message)}</Message>${detail}</Error>`
      const response = xml(status, 'ErrorResponse', `${body}<RequestId>${ctx.requestId}</RequestId>`, ctx)
      return { ...response, headers: { ...response.headers, ...error.headers } }
    },
    async unknownOperation(request) {
      const form = await readForm(request)
      const action = form.get('Action')
      if (!action) return new AwsError('MissingAction', 'The request is missing an action.', { status: 400 })
      return new AwsError('InvalidAction', `Could not find operation ${action} for version ${form.get('Version') ?? 'NO_VERSION_SPECIFIED'}`)
    },
    required: (operation) => model.operations.get(operation)?.input.required ?? [],
    errorStatus: (code) => errorStatus(model, code),
    operationNames: () => [...model.operations.keys()],
  }
}

const metadata = (ctx: Context) => `<ResponseMetadata><RequestId>${ctx.requestId}</RequestId></ResponseMetadata>`

/** Errors by their name in the model (`NoSuchEntityException`) and by the code on the wire (`NoSuchEntity`). */
function errorsByCode(model: Model): ReadonlyMap<string, Shape> {
  const found = new Map<string, Shape>()
  for (const shape of model.errors.values()) {
    found.set(shape.name, shape)
    if (shape.traits.awsQueryError) found.set(shape.traits.awsQueryError[0], shape)
  }
  return found
}

function withoutMessage({ message: _, Message: __, ...members }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return members
}

/** The parameters of the body and, below them, those of the query string. */
async function readForm(request: HttpRequest): Promise<URLSearchParams> {
  const form = new URLSearchParams(request.method === 'POST' ? (await request.bytes()).toString('utf8') : '')
  if (request.rawQuery !== '') for (const [name, value] of request.query) if (!form.has(name)) form.append(name, value)
  return form
}
