import { expect, test } from 'vitest'
import { manualClock } from './clock.ts'
import { rootPrincipal, type Principal } from './context.ts'
import type { HttpRequest } from './http.ts'
import { createIds } from './ids.ts'
import { readPlace } from './trace/link.ts'
import type { Span } from './trace/span.ts'
import { listTraces, summarize, viewTrace } from './trace/summary.ts'
import { tracesOf } from './trace/view.ts'
import { Traces, type TraceLimits } from './traces.ts'

const NOW = Date.UTC(2026, 0, 1)
const root = rootPrincipal('000000000000')
const facts = { service: 's', name: 'n', account: '000000000000', region: 'r' }
const withHeaders = (headers: Record<string, string> = {}) => ({ headers }) as unknown as HttpRequest

function start(limits?: TraceLimits): Traces {
  return new Traces(manualClock(NOW), createIds('traces'), limits)
}

function arrive(traces: Traces, headers?: Record<string, string>, principal: Principal = root): Span {
  return traces.started(traces.arrive(withHeaders(headers), principal, NOW), facts)
}

const treeOf = (traces: Traces, id: string) => viewTrace(traces, traces.find(id)!).tree

test('what carries no header begins a trace; its own header leads back to it', () => {
  const traces = start()
  const first = arrive(traces)
  const id = traces.idOf(first)
  expect(id).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/)
  expect(Number.parseInt(id.slice(2, 10), 16)).toBe(NOW / 1000)
  expect(traces.header(first)).toBe(`Root=${id};Parent=${traces.ids.spanId(first.number)};Sampled=0`)
  const second = arrive(traces, { 'x-amzn-trace-id': traces.header(first) })
  const third = traces.begin('invocation', facts, String(traces.link(second)))
  expect(treeOf(traces, id).map(({ spanId, parentId }) => [spanId, parentId])).toEqual([
    [traces.ids.spanId(first.number), undefined],
    [traces.ids.spanId(second.number), traces.ids.spanId(first.number)],
    [traces.ids.spanId(third.number), traces.ids.spanId(second.number)],
  ])
  expect(traces.idOf(arrive(traces))).not.toBe(id)
})

test('traces from elsewhere go on here, by X-Ray\'s header and by W3C\'s', () => {
  const traces = start()
  const rest = '0123456789abcdef01234567'
  const xray = arrive(traces, { 'x-amzn-trace-id': `Root=1-65a0b1c2-${rest};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:a87bd80c:0` })
  const w3c = arrive(traces, { traceparent: `00-65a0b1c2${rest}-53995c3f42cd8ad9-00` })
  expect(treeOf(traces, `1-65a0b1c2-${rest}`)).toMatchObject([{ parentId: '53995c3f42cd8ad8' }, { parentId: '53995c3f42cd8ad9' }])
  expect(w3c.trace).toBe(xray.trace)
  expect(traces.header(w3c)).toContain(';Sampled=1')
  expect(traces.idOf(arrive(traces, { 'x-amzn-trace-id': 'Root=1-5b-c' }))).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{24}$/)
  expect(readPlace('Self=1-00000000-000000000000000000000000')).toBeUndefined()
})

test('a function\'s calls without a header, or with one of its own making, belong to what it is at', () => {
  const traces = start()
  const role: Principal = { ...root, type: 'assumed-role', accessKeyId: 'ASIA1' }
  const invocation = traces.begin('invocation', facts)
  traces.enter('ASIA1', invocation)
  const other = arrive(traces)
  const calls = [
    arrive(traces, {}, role),
    arrive(traces, { traceparent: '00-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbbbbbbbb-01' }, role),
    arrive(traces, { 'x-amzn-trace-id': traces.header(other) }, role),
  ]
  traces.leave('ASIA1', invocation)
  calls.push(arrive(traces, {}, role))
  const [mine, theirs] = [traces.idOf(invocation), traces.idOf(other)]
  expect(calls.map((span) => traces.idOf(span))).toEqual([mine, mine, theirs, expect.not.stringContaining(mine)])
})

test('the oldest whole traces make room; single calls do not drive trees out', () => {
  const traces = start({ spans: 30, traces: 5 })
  const trees = Array.from({ length: 8 }, () => {
    const span = arrive(traces)
    for (let i = 0; i < 3; i++) traces.child(span, 'call', NOW)
    return traces.idOf(span)
  })
  for (let i = 0; i < 5000; i++) arrive(traces)
  expect(trees.map((id) => traces.find(id) !== undefined)).toEqual([false, false, false, true, true, true, true, true])
  expect(listTraces(traces).length).toBeLessThan(2000)
  const large = arrive(traces)
  for (let i = 0; i < 25; i++) traces.child(large, 'call', NOW)
  expect(treeOf(traces, traces.idOf(large))).toHaveLength(26)
  expect(trees.filter((id) => traces.find(id)).length).toBe(1)
})

test('a trace that never ends keeps its beginning and counts the rest', () => {
  const traces = start()
  const span = arrive(traces)
  for (let i = 0; i < 2500; i++) traces.child(span, 'call', NOW)
  expect(viewTrace(traces, traces.find(traces.idOf(span))!)).toMatchObject({ spans: 2000, dropped: 501 })
})

test('a batch of several traces is in each of them, and a call in it where its words lead', () => {
  const traces = start()
  const puts = ['one', 'two'].map((name) => {
    const request = arrive(traces)
    request.requestId = `request-${name}`
    const put = traces.child(request, 'call', NOW)
    Object.assign(put, { service: 's3', name: 'PutObject', attributes: { bucket: 'b', key: `up/${name}.txt` } })
    return put
  })
  const data = ['{"key":"up/one.txt","bucket":"b"}', '{"key":"up/two.txt","bucket":"b"}']
  const batch = traces.batch('batch', facts, puts.map((put) => traces.link(put)), (place) => data[place]!)
  const invocation = traces.child(batch, 'invocation', NOW)
  const call = (...texts: string[]) => {
    const span = arrive(traces, { 'x-amzn-trace-id': traces.header(invocation) })
    traces.attribute(span, texts)
    return span
  }
  const [first, second] = puts.map(({ trace }) => trace)
  expect(call('s3://b/up/two.txt').trace, 'by who wrote the object').toBe(second)
  expect(call('request-one', 's3://b/up/two.txt').trace, 'by the id in its metadata').toBe(first)
  expect(call('s3://other/done/two.json', 'done/two.json').trace, 'by its name').toBe(second)
  const common = ['b', 's3://b/config.json', 'up'].map((text) => call(text))
  expect(common.map(({ trace }) => trace)).toEqual([batch.trace, batch.trace, batch.trace])
  traces.end(batch)
  for (const [i, trace] of [first, second].entries()) {
    const tree = treeOf(traces, trace!.id)
    expect(tree.find(({ kind }) => kind === 'batch')).toMatchObject({ traceId: trace!.id, parentId: traces.ids.spanId(puts[i]!.number), linked: 1, links: [{ traceId: [second, first][i]!.id }] })
    expect(tree.filter(({ parentId }) => parentId === traces.ids.spanId(invocation.number))).toHaveLength(common.length + [1, 2][i]!)
  }
  expect(listTraces(traces)).toHaveLength(2)
  expect(tracesOf(invocation)).toEqual([first, second])
})

test('where only the end of a batch failed, it went well for who was before', () => {
  const traces = start()
  const puts = [arrive(traces), arrive(traces)]
  const batch = traces.batch('batch', facts, puts.map((put) => traces.link(put)), () => '')
  traces.end(batch, { error: { code: 'BatchItemFailures', message: '' }, attributes: { failedFrom: 1 } })
  for (const put of puts) traces.end(put)
  expect(puts.map((put) => summarize(traces, put.trace!).status)).toEqual(['ok', 'error'])
})

test('one account\'s traces are forgotten alone', () => {
  const traces = start()
  const mine = arrive(traces)
  traces.child(mine, 'call', NOW)
  const theirs = traces.started(traces.arrive(withHeaders(), root, NOW), { ...facts, account: '111111111111' })
  traces.clear('000000000000')
  expect([traces.find(traces.idOf(mine)), traces.find(traces.idOf(theirs))]).toEqual([undefined, theirs])
  traces.clear()
  expect(listTraces(traces)).toEqual([])
})
