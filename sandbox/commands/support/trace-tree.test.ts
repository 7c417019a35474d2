import { expect, test } from 'vitest'
import { drawTrace, showTime } from './trace-tree.ts'
import type { Span, Trace } from './traces.ts'

const START = Date.UTC(2026, 0, 1)
const traceId = '1-6955b900-88ff0319762f732600000003'

function span(spanId: string, parentId: string | undefined, kind: Span['kind'], name: string, offset_ms: number, duration_ms: number, more: Partial<Span> = {}): Span {
  return {
    traceId, spanId, kind, name, start: START + offset_ms, duration_ms, attributes: {},
    service: 's', account: '000000000000', region: 'us-east-1', principal: '', requestId: '', status: 'ok',
    ...(parentId === undefined ? {} : { parentId }), ...more,
  }
}

const FUNCTION_ERROR = { code: 'FunctionError', message: 'The function failed.' }
const tree: readonly Span[] = [
  span('1', undefined, 'request', 'POST /uploads', 0, 604.2, { attributes: { status: 200, size_bytes: 126 } }),
  span('2', '1', 'authorizer', 'JWT authorizer CognitoJwt', 1, 5.61, { attributes: { decision: 'allowed' } }),
  span('3', '1', 'call', 'lambda:Invoke', 10, 592.7, { attributes: { size_bytes: 2541 } }),
  span('4', '3', 'invocation', 'pipeline-sandbox-upload', 13, 589.6, {
    attributes: { size_bytes: 2541 },
    logs: { group: '/aws/lambda/pipeline-sandbox-upload', stream: 's', left: 2, lines: [{ time: START, message: 'START RequestId: 738608ca-94dd-43c2-b006-39a2f5d7a242 Version: $LATEST' }, { time: START, message: 'a\tb\nand a line that is too long for a terminal of eighty columns, and for that of a hundred and twenty columns as well' }] },
  }),
  span('5', '4', 'init', 'pipeline-sandbox-upload init', 32, 430.4),
  span('6', '4', 'call', 's3:PutObject', 512, 0.42, { attributes: { bucket: 'b', key: 'uploads/a/very/long/key/that/cannot/be/shown/in/full.txt', size_bytes: 5 } }),
  span('7', '4', 'call', 'kinesis:PutRecord', 554, 8, { attributes: { stream: 'uploads-stream', size_bytes: 192 } }),
  span('8', '7', 'batch', 'uploads-stream → pipeline-sandbox-processor', 574, 340.4, { attributes: { records: 10, attempt: 1, stream: 'uploads-stream', function: 'pipeline-sandbox-processor', size_bytes: 4096 }, status: 'error', error: FUNCTION_ERROR }),
  span('9', '7', 'retry', 'uploads-stream → pipeline-sandbox-processor', 1574, 12_340, { attributes: { records: 5, attempt: 2, bisected: '5 of 10', stream: 'uploads-stream', function: 'pipeline-sandbox-processor' } }),
  span('a', '9', 'call', 's3:GetObject', 1600, 3, {
    status: 'error',
    error: { code: 'AccessDenied', message: 'User: arn:aws:sts::000000000000:assumed-role/processor/processor is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/k"' },
    decisions: [{ action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', decision: 'implicitDeny', reason: 'no policy allows it.' }],
  }),
  { ...span('b', '9', 'invocation', 'pipeline-sandbox-processor', 1700, 0), status: 'running' },
]
delete (tree.at(-1) as { duration_ms?: number }).duration_ms

const trace: Trace = {
  traceId, tree, name: 'POST /uploads', kind: 'request', requestId: 'r', account: '000000000000', start: START, duration_ms: 13_914, status: 'error',
  spans: tree.length, errors: 2, keys: [], services: [], dropped: 3,
}
const plain = (_style: string, text: string) => text

test.each([80, 120])('a tree fits into %i columns', (width) => {
  const lines = drawTrace(trace, { width, paint: plain })
  expect(lines.join('\n')).toMatchSnapshot()
  // A word that is too long, as an ARN, is not broken, so that it can be copied.
  expect(lines.filter((line) => line.length > width && !/arn:/.test(line))).toEqual([])
})

test('with what functions wrote', () => {
  expect(drawTrace({ ...trace, tree: tree.slice(0, 5), dropped: 0 }, { width: 80, logs: true, paint: plain }).join('\n')).toMatchSnapshot()
})

test('colours are those of what is told, and change no width', () => {
  const marked = drawTrace(trace, { width: 80, paint: (style, text) => `<${style}>${text}</${style}>` }).join('\n')
  expect(marked).toContain('<red>✗</red> <red>s3:GetObject</red>')
  expect(marked.replace(/<\/?\w+>/g, '').split('\n').map((line) => line.trimEnd())).toEqual(drawTrace(trace, { width: 80, paint: plain }).map((line) => line.trimEnd()))
})

test.each([[0.04, '0 ms'], [0.42, '0.4 ms'], [9.99, '10 ms'], [604.2, '604 ms'], [1234, '1.23 s'], [125_000, '2m 5s']])('%f ms is shown as %s', (ms, text) => {
  expect(showTime(ms)).toBe(text)
})
