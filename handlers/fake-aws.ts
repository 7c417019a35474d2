import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'

type StoredObject = {
  readonly text: string
  readonly contentType: string
  /** User metadata `request-id`. */
  readonly requestId?: string
}

/** What the servers hold, and what a test asks of them. */
type State = {
  /** By `bucket/key`, decoded. */
  readonly objects: Map<string, StoredObject>
  /** By method and path, such as `GET bucket/key` or `PutRecord`: the error to answer with. */
  readonly failures: Map<string, { readonly status: number; readonly code: string }>
  readonly records: PutRecordBody[]
  /** Every request in order, in the spelling of `failures`. */
  readonly requests: string[]
}

/**
 * For the handlers' unit tests only: two servers that hold just enough of S3 and Kinesis to see what a handler puts
 * on the wire, and to refuse on demand. They share nothing with the emulator, so that its faults cannot hide here.
 */
export type FakeAws = State & {
  /** What a handler needs to find these servers, and to give up at the first refusal. */
  readonly environment: Readonly<Record<string, string>>
  readonly reset: () => void
  readonly close: () => void
}

export type PutRecordBody = { readonly StreamName: string; readonly PartitionKey: string; readonly Data: string }

export const startFakeAws = async (): Promise<FakeAws> => {
  const state: State = { objects: new Map(), failures: new Map(), records: [], requests: [] }
  const s3 = createServer((request, response) => void answerS3(state, request, response))
  // The JavaScript Kinesis client speaks HTTP/2 from the first byte, also without TLS.
  const kinesis = createHttp2Server((request, response) => void answerKinesis(state, request, response))
  return {
    ...state,
    environment: {
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
      AWS_ENDPOINT_URL_S3: await listen(s3),
      AWS_ENDPOINT_URL_KINESIS: await listen(kinesis),
    },
    reset: () => {
      state.objects.clear()
      state.failures.clear()
      state.records.length = 0
      state.requests.length = 0
    },
    close: () => {
      s3.close()
      s3.closeAllConnections()
      kinesis.close()
    },
  }
}

const answerS3 = async (state: State, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://s3').pathname.slice(1))
  const call = `${request.method} ${path}`
  state.requests.push(call)
  const text = await readText(request)
  const stored = state.objects.get(path)
  const missing = request.method === 'GET' && !stored ? { status: 404, code: 'NoSuchKey' } : undefined
  const failure = state.failures.get(call) ?? missing
  if (failure) {
    const body = `<Error><Code>${failure.code}</Code><Message>asked for by the test</Message></Error>`
    response.writeHead(failure.status, { 'content-type': 'application/xml' }).end(body)
    return
  }
  if (request.method === 'GET') {
    const metadata = stored?.requestId === undefined ? {} : { 'x-amz-meta-request-id': stored.requestId }
    response.writeHead(200, metadata).end(stored?.text)
  }
  else {
    const requestId = request.headers['x-amz-meta-request-id']
    const metadata = typeof requestId === 'string' ? { requestId } : {}
    state.objects.set(path, { text, contentType: request.headers['content-type'] ?? '', ...metadata })
    response.writeHead(200).end()
  }
}

const answerKinesis = async (state: State, request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> => {
  const call = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
  state.requests.push(call)
  const body = JSON.parse(await readText(request)) as PutRecordBody
  const failure = state.failures.get(call)
  response.writeHead(failure?.status ?? 200, { 'content-type': 'application/x-amz-json-1.1' })
  if (!failure) state.records.push(body)
  response.end(JSON.stringify(failure ? { __type: failure.code } : { ShardId: 'shardId-000000000000', SequenceNumber: '1' }))
}

const readText = async (request: AsyncIterable<Uint8Array>): Promise<string> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
