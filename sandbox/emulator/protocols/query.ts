import type { Context } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import type { HttpRequest, HttpResponse } from '../kernel/http.ts'
import type { Protocol } from '../kernel/service.ts'
import { parseText } from './scalars.ts'
import { readModel, type Shape } from './shape.ts'
import { contents, escapeXml } from './xml.ts'

export interface QueryOptions {
  readonly xmlNamespace: string
}

/** The parameters of a form, as a tree: `Tags.member.1.Key=a` is `{Tags: {member: {1: {Key: 'a'}}}}`. */
interface Tree {
  text?: string
  readonly children: Map<string, Tree>
}

/** AWS Query (IAM, STS, CloudFormation): a form in, XML out, `<ErrorResponse>` for errors. */
export function query(sdk: object, options: QueryOptions): Protocol {
  const model = readModel(sdk)
  return {
    async match(request) {
      const form = await readForm(request)
      const action = form.get('Action') ?? ''
      return model.operations.has(action) ? { operation: action, labels: {}, form } : undefined
    },
    async decode(match) {
      const { input } = model.operations.get(match.operation)!
      return fromTree(treeOf(match.form!), input) as object
    },
    encode(match, output, ctx) {
      const { output: shape, name } = model.operations.get(match.operation)!
      const inner = contents(output as Record<string, unknown>, shape)
      const result = shape.kind === 'unit' ? '' : `<${name}Result>${inner}</${name}Result>`
      const metadata = `<ResponseMetadata><RequestId>${ctx.requestId}</RequestId></ResponseMetadata>`
      return xml(200, `<${name}Response xmlns="${options.xmlNamespace}">${result}${metadata}</${name}Response>`, ctx)
    },
    encodeError(error, ctx) {
      const known = [...model.errors.values()].find((shape) => shape.name === error.code || shape.traits.awsQueryError?.[0] === error.code)
      const [code, status] = known?.traits.awsQueryError ?? [error.code, known?.traits.httpError ?? error.status]
      const type = status >= 500 ? 'Receiver' : 'Sender'
      const body = `<Error><Type>${type}</Type><Code>${code}</Code><Message>${escapeXml(error.message)}</Message></Error>`
      return xml(status, `<ErrorResponse xmlns="${options.xmlNamespace}">${body}<RequestId>${ctx.requestId}</RequestId></ErrorResponse>`, ctx)
    },
    async unknownOperation(request) {
      const form = await readForm(request)
      const action = form.get('Action')
      if (!action) return new AwsError('MissingAction', 'The request is missing an action.', { status: 400 })
      return new AwsError('InvalidAction', `Could not find operation ${action} for version ${form.get('Version') ?? 'NO_VERSION_SPECIFIED'}`)
    },
    required: (operation) => model.operations.get(operation)?.input.required ?? [],
    operationNames: () => [...model.operations.keys()],
  }
}

/** The parameters of the body and, below them, those of the query string. */
async function readForm(request: HttpRequest): Promise<URLSearchParams> {
  const form = new URLSearchParams(request.method === 'POST' ? (await request.bytes()).toString('utf8') : '')
  if (request.rawQuery !== '') for (const [name, value] of request.query) if (!form.has(name)) form.append(name, value)
  return form
}

function xml(status: number, body: string, ctx: Context): HttpResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': ctx.requestId }, body }
}

function treeOf(form: URLSearchParams): Tree {
  const root: Tree = { children: new Map() }
  for (const [path, value] of form) {
    let node = root
    for (const step of path.split('.')) {
      let next = node.children.get(step)
      if (!next) node.children.set(step, (next = { children: new Map() }))
      node = next
    }
    node.text = value
  }
  return root
}

function fromTree(tree: Tree, shape: Shape): unknown {
  switch (shape.kind) {
    case 'unit':
      return {}
    case 'struct': {
      const out: Record<string, unknown> = {}
      for (const member of shape.members) {
        const child = tree.children.get(member.traits.xmlName ?? member.name)
        if (!child) continue
        const inner = member.traits.xmlFlattened ? child : unwrap(child, member.shape)
        out[member.name] = fromTree(inner, member.shape)
      }
      return out
    }
    case 'list':
      return numbered(tree).map((item) => fromTree(item, shape.element!.shape))
    case 'map': {
      const [key, value] = [shape.key!.traits.xmlName ?? 'key', shape.element!.traits.xmlName ?? 'value']
      return Object.fromEntries(
        numbered(tree).map((entry) => [
          entry.children.get(key)?.text ?? '',
          fromTree(entry.children.get(value) ?? { children: new Map() }, shape.element!.shape),
        ]),
      )
    }
    default:
      return parseText(tree.text ?? '', shape, 'date-time')
  }
}

/** `Name.member.1` and `Name.entry.1` have one level more than a flattened `Name.1`. */
function unwrap(tree: Tree, shape: Shape): Tree {
  if (shape.kind === 'list') return tree.children.get(shape.element!.traits.xmlName ?? 'member') ?? tree
  if (shape.kind === 'map') return tree.children.get('entry') ?? tree
  return tree
}

function numbered(tree: Tree): Tree[] {
  return [...tree.children]
    .filter(([name]) => /^\d+$/.test(name))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child)
}
