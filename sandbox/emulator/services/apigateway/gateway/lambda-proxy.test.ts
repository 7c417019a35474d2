import { describe, expect, test } from 'vitest'
import { manualClock } from '../../../kernel/clock.ts'
import { AwsError } from '../../../kernel/errors.ts'
import { createTestEngine, eventually } from '../../../../testing/engine.ts'
import { createApi, fakeLambda, FUNCTION, Invoked } from '../../../../testing/http-api.ts'

describe('what functions return', () => {
  const TEXT = 'text/plain;charset=UTF-8'
  const FAILED = [500, 'application/json', '{"message":"Internal Server Error"}'] as const
  const bytes = (text: string) => new Invoked({ StatusCode: 200, Payload: Buffer.from(text) })
  test.each<[string, unknown, readonly [number, string | null, string]]>([
    ['2.0', { message: 'hi' }, [200, 'application/json', '{"message":"hi"}']],
    ['2.0', bytes('{ "a" : 1 }'), [200, 'application/json', '{ "a" : 1 }']],
    ['2.0', 'Hello', [200, 'application/json', 'Hello']],
    ['2.0', [1, 2], [200, 'application/json', '[1,2]']],
    ['2.0', null, [200, 'application/json', 'null']],
    ['2.0', { statusCode: 201, body: 'made' }, [201, TEXT, 'made']],
    ['2.0', { statusCode: '202' }, [202, TEXT, '']],
    ['2.0', { statusCode: 200, headers: { 'Content-Type': 'image/x' }, body: 'aGk=', isBase64Encoded: true }, [200, 'image/x', 'hi']],
    ['2.0', { statusCode: 200, body: { not: 'text' } }, FAILED],
    ['2.0', { statusCode: 'many' }, FAILED],
    ['2.0', { statusCode: 99 }, FAILED],
    ['2.0', { statusCode: 200, headers: { 'bad name': 'x' } }, FAILED],
    ['2.0', { statusCode: 200, headers: { split: 'a\r\nb: c' } }, FAILED],
    ['2.0', { statusCode: 200, cookies: 'one=1' }, FAILED],
    ['2.0', bytes('no JSON'), FAILED],
    ['2.0', bytes(''), FAILED],
    ['2.0', new Invoked({ StatusCode: 200, FunctionError: 'Unhandled', Payload: Buffer.from('{"statusCode":200}') }), FAILED],
    ['1.0', { statusCode: 200, body: 'one' }, [200, TEXT, 'one']],
    ['1.0', { message: 'hi' }, FAILED],
    ['1.0', null, FAILED],
  ])('%s %j', async (version, returned, [status, type, body]) => {
    await using engine = await createTestEngine()
    fakeLambda(engine, () => returned)
    const { url } = await createApi(engine, { 'GET /': {} }, { version })
    const response = await fetch(url)
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([status, type, body])
  })

  test('headers and cookies', async () => {
    await using engine = await createTestEngine()
    const lambda = fakeLambda(engine, () => ({ statusCode: 200, headers: { 'X-Number': 7, 'Content-Length': '999' }, cookies: ['a=1; Path=/', 'b=2'], multiValueHeaders: { x: ['1'] } }))
    const { url } = await createApi(engine, { 'GET /': {} })
    const second = await fetch(url)
    expect(second.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2'])
    expect(second.headers.get('x-number')).toBe('7')
    expect(second.headers.get('content-length')).toBe('0')
    expect(second.headers.has('x'), 'multiValueHeaders are of format 1.0').toBe(false)
    lambda.answer = () => ({ statusCode: 200, headers: { x: '0' }, multiValueHeaders: { X: ['1', '2'], 'Set-Cookie': ['a=1', 'b=2'] } })
    const first = await fetch((await createApi(engine, { 'GET /': {} }, { version: '1.0' })).url)
    expect(first.headers.get('x')).toBe('1,2')
    expect(first.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  test('an error of the invocation is a 500, and the log says which', async () => {
    await using engine = await createTestEngine()
    fakeLambda(engine, () => {
      throw new AwsError('ResourceNotFoundException', 'Function not found', { status: 404 })
    })
    const { url, ApiId } = await createApi(engine, { 'GET /': {} })
    expect((await fetch(url)).status).toBe(500)
    expect(engine.lines.join()).toContain(`HTTP API ${ApiId}, GET /: ${FUNCTION} could not be invoked: ResourceNotFoundException: Function not found`)
  })

  test('nothing within 30 seconds is a 503', async () => {
    const clock = manualClock(Date.UTC(2024, 0, 1))
    await using engine = await createTestEngine({ clock })
    const lambda = fakeLambda(engine, () => new Promise(() => {}))
    const { url } = await createApi(engine, { 'GET /': {} })
    const waiting = fetch(url)
    await eventually('the invocation', () => lambda.events[0])
    await clock.advance(29_999)
    expect(await Promise.race([waiting, new Promise((resolve) => setImmediate(() => resolve('waiting')))])).toBe('waiting')
    await clock.advance(1)
    const response = await waiting
    expect([response.status, await response.text()]).toEqual([503, '{"message":"Service Unavailable"}'])
  })
})
