import { Readable } from 'node:stream'
import { rootPrincipal, type Caller, type Host } from '../kernel/context.ts'
import { AwsError } from '../kernel/errors.ts'
import { jsonResponse, type HttpRequest, type HttpResponse } from '../kernel/http.ts'

/** What changes nothing is no news, and does not fill the journal. */
const LOOKS = /^(?:Get|List|Describe|Head|Filter)/

const PATH = /^\/_sandbox\/call\/([a-z0-9]+)\/([A-Za-z0-9]+)$/
const MOST_BYTES = 8 * 1024 * 1024

/**
 * `POST /_sandbox/call/<service>/<Operation>?account=…&region=…` with the operation's input as JSON: any API call as the
 * account's root, for a page that cannot sign. Bytes travel as `{"$base64": "…"}`, times as `{"$date": "…"}` on the way
 * in and as text on the way out.
 */
export async function callOperation(request: HttpRequest, host: Host): Promise<HttpResponse | undefined> {
  const [, service, operation] = PATH.exec(request.path) ?? []
  if (request.method !== 'POST' || service === undefined || operation === undefined) return undefined
  const input = parse((await request.bytes()).toString())
  if (!input) return jsonResponse(400, { code: 'SerializationException', message: 'The body is the operation\'s input, a JSON object.' })
  try {
    const output = await host.call(LOOKS.test(operation) ? lookingCaller(request, host) : callerOf(request, host), service, operation, input)
    await host.committed()
    return jsonResponse(200, await written(output))
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    return jsonResponse(error.status, { code: error.code, message: error.message })
  }
}

/** The root of the account and region that a control request names. */
function callerOf(request: HttpRequest, host: Host): Caller {
  const { account, region } = placeOf(request, host)
  return { principal: rootPrincipal(account), region }
}

/** The same, of whom the journal does not tell. */
export const lookingCaller = (request: HttpRequest, host: Host): Caller => ({ ...callerOf(request, host), isLook: true })

export function placeOf({ query }: HttpRequest, { settings }: Host): { account: string; region: string } {
  const account = query.get('account') ?? ''
  const region = query.get('region') ?? ''
  return {
    account: /^\d{12}$/.test(account) ? account : settings.defaultAccount,
    region: /^[a-z]{2}(-[a-z]+)+-\d$/.test(region) ? region : settings.defaultRegion,
  }
}

function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text === '' ? '{}' : text, (_key, member: unknown) => {
      if (typeof member !== 'object' || member === null) return member
      if ('$base64' in member && typeof member.$base64 === 'string') return new Uint8Array(Buffer.from(member.$base64, 'base64'))
      if ('$date' in member && typeof member.$date === 'string') return new Date(member.$date)
      return member
    })
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

async function written(value: unknown): Promise<unknown> {
  if (value instanceof Uint8Array) return { $base64: Buffer.from(value).toString('base64') }
  if (value instanceof Readable) return { $base64: (await readAll(value)).toString('base64') }
  if (value instanceof Date || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return Promise.all(value.map(written))
  const members = Object.entries(value).filter(([name]) => name !== '$metadata')
  return Object.fromEntries(await Promise.all(members.map(async ([name, member]) => [name, await written(member)] as const)))
}

async function readAll(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MOST_BYTES) throw new AwsError('EntityTooLarge', `This is more than ${MOST_BYTES} bytes: fetch it through the API.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
