import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventually } from '../../../../testing/engine.ts'
import { lambdaFixture, type LambdaFixture } from '../../../../testing/lambda.ts'

let aws: LambdaFixture
beforeAll(async () => void (aws = await lambdaFixture()))
afterAll(() => aws[Symbol.asyncDispose]())

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'

async function run(files: Record<string, string>, options = {}, event: unknown = {}) {
  return aws.invoke(await aws.create(files, options), event)
}

describe('finding the handler', () => {
  test.each([
    ['an ES module', { 'index.mjs': 'export const handler = async (event) => event' }, {}],
    ['CommonJS', { 'index.js': 'exports.handler = async (event) => event' }, {}],
    ['CommonJS on an older runtime', { 'index.js': 'exports.handler = async (event) => event' }, { Runtime: 'nodejs20.x' }],
    ['.cjs', { 'index.cjs': 'exports.handler = async (event) => event' }, {}],
    ['.js as a module by package.json', { 'index.js': 'export const handler = async (event) => event', 'package.json': '{"type":"module"}' }, { Runtime: 'nodejs22.x' }],
    ['a folder', { 'src/deep/app.mjs': 'export const main = async (event) => event' }, { Handler: 'src/deep/app.main' }],
    ['a nested export', { 'index.js': 'exports.api = { get: async (event) => event }' }, { Handler: 'index.api.get' }],
    ['a module that awaits at its top', { 'index.mjs': 'await new Promise((r) => setTimeout(r, 5))\nexport const handler = async (event) => event' }, {}],
    ['a synchronous handler', { 'index.mjs': 'export const handler = (event) => event' }, {}],
  ])('%s', async (_name, files, options) => {
    const answer = await run(files as unknown as Record<string, string>, options, { n: 1 })
    expect(answer).toMatchObject({ value: { n: 1 }, error: undefined })
  })

  test.each([
    ['no such file', { 'other.mjs': '' }, {}, 'Runtime.ImportModuleError', /^Error: Cannot find module 'index'\nRequire stack:\n- /],
    ['a missing package', { 'index.js': "require('left-pad')" }, { Runtime: 'nodejs22.x' }, 'Runtime.ImportModuleError', /^Error: Cannot find module 'left-pad'/],
    ['no such export', { 'index.mjs': 'export const other = 1' }, {}, 'Runtime.HandlerNotFound', /^index\.handler is undefined or not exported$/],
    ['no function', { 'index.mjs': 'export const handler = 1' }, {}, 'Runtime.HandlerNotFound', /^index\.handler is not a function$/],
    ['a syntax error', { 'index.mjs': 'export const = 1' }, {}, 'Runtime.UserCodeSyntaxError', /^SyntaxError: /],
    ['an error while loading', { 'index.mjs': 'throw new RangeError("at start")' }, {}, 'RangeError', /^at start$/],
    ['import in CommonJS', { 'index.js': 'import fs from "fs"; export const handler = () => 1' }, { Runtime: 'nodejs22.x' }, 'Runtime.UserCodeSyntaxError', /Cannot use import statement outside a module/],
    ['a callback on Node.js 24', { 'index.mjs': 'export const handler = (event, context, callback) => callback(null, 1)' }, {}, 'Runtime.CallbackHandlerDeprecated', /^ERROR: AWS Lambda has removed support/],
    ['a handler name without a dot', { 'index.mjs': '' }, { Handler: 'index' }, 'Runtime.MalformedHandlerName', /^Bad handler$/],
  ])('fails by name: %s', async (_name, files, options, errorType, message) => {
    const answer = await run(files as unknown as Record<string, string>, options)
    expect(answer.error).toBe('Unhandled')
    expect(answer.value).toMatchObject({ errorType, errorMessage: expect.stringMatching(message), trace: expect.any(Array) })
    expect(answer.log).toMatch(new RegExp(`REPORT RequestId: .*\tStatus: error\tError Type: ${errorType}\t\n$`))
  })
})

describe('answers', () => {
  test.each([
    ['undefined', 'async () => {}', null],
    ['the callback', '(event, context, callback) => { setTimeout(() => callback(null, "late"), 5) }', 'late'],
    ['the callback, once nothing is left to do', '(event, context, callback) => { const seen = []; setTimeout(() => seen.push(1), 20); callback(null, seen) }', [1]],
    ['the callback, without waiting', '(event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 60_000); callback(null, "now") }', 'now'],
    ['context.succeed', '(event, context) => { context.succeed("done") }', 'done'],
    ['an event loop that runs empty', '() => {}', null],
    ['a value that is returned without a promise', '() => 1', null],
  ])('on Node.js 22: %s', async (_name, handler, value) => {
    expect(await run({ 'index.js': `exports.handler = ${handler}` }, { Runtime: 'nodejs22.x' })).toMatchObject({ value, error: undefined })
  })

  test.each([
    ['an error', 'async () => { throw new TypeError("no") }', { errorType: 'TypeError', errorMessage: 'no' }],
    ['a string', 'async () => { throw "no" }', { errorType: 'string', errorMessage: 'no', trace: [] }],
    ['a callback with a string', '(e, c, callback) => callback("no")', { errorType: 'string', errorMessage: 'no', trace: [] }],
    ['a circular result', 'async () => { const a = {}; a.a = a; return a }', { errorType: 'Runtime.JSONStringifyError', errorMessage: 'Unable to stringify response body' }],
    ['a rejection that nobody handles', 'async () => { Promise.reject(new Error("lost")); await new Promise(() => setInterval(() => {}, 1000)) }', { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' }],
    ['an exception outside of the handler', 'async () => { setTimeout(() => { throw new Error("out") }); await new Promise(() => setInterval(() => {}, 1000)) }', { errorType: 'Error', errorMessage: 'out' }],
  ])('%s thrown', async (_name, handler, value) => {
    const answer = await run({ 'index.js': `exports.handler = ${handler}` }, { Runtime: 'nodejs22.x' })
    expect(answer).toMatchObject({ error: 'Unhandled', value })
  })

  test('an error keeps its environment; the log shows it with its members', async () => {
    const name = await aws.create({
      'index.mjs': 'let n = 0; export const handler = async (event) => { n++; if (event.fail) throw Object.assign(new Error("no"), { code: "E1" }); return n }',
    })
    const failed = await aws.invoke(name, { fail: true })
    const line = new RegExp(`^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\t${UUID}\tERROR\tInvoke Error \t(\\{.*\\})$`, 'm').exec(failed.log)
    expect(JSON.parse(line![1]!)).toMatchObject({ errorType: 'Error', errorMessage: 'no', code: 'E1', stack: expect.any(Array) })
    expect((await aws.invoke(name)).value).toBe(2)
  })
})

describe('the process', () => {
  test('has AWS\'s variables, the function\'s and nothing of the engine\'s', async () => {
    process.env['SECRET_OF_THE_HOST'] = 'leak'
    const answer = await run(
      { 'index.mjs': 'export const handler = async () => process.env' },
      { FunctionName: 'envious', Environment: { Variables: { MINE: 'yes' } }, MemorySize: 256 },
    )
    const env = answer.value as Record<string, string>
    expect(env).toMatchObject({
      MINE: 'yes', AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1', AWS_LAMBDA_FUNCTION_NAME: 'envious',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256', AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/envious', _HANDLER: 'index.handler', TZ: ':UTC', LANG: 'en_US.UTF-8',
      AWS_ENDPOINT_URL: aws.engine.endpoint, AWS_ACCESS_KEY_ID: expect.stringMatching(/^ASIA/), AWS_SESSION_TOKEN: expect.any(String),
      AWS_LAMBDA_RUNTIME_API: expect.stringMatching(/^127\.0\.0\.1:\d+$/), _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/),
      AWS_LAMBDA_LOG_STREAM_NAME: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/),
    })
    const known = /^(AWS_|_HANDLER|_X_AMZN|LAMBDA_|LANG$|TZ$|PATH$|HOME$|TMPDIR$|MINE$)/
    expect(Object.keys(env).filter((name) => !known.test(name))).toEqual([])
  })

  test('is the function\'s role to every service', async () => {
    const answer = await run({
      'index.mjs': `import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts'
        export const handler = async () => (await new STSClient({}).send(new GetCallerIdentityCommand({}))).Arn`,
    }, { FunctionName: 'who' })
    expect(answer.value).toBe('arn:aws:sts::000000000000:assumed-role/function/who')
  })

  test('finds the SDK that AWS\'s runtime carries, also by require, and nothing else of ours', async () => {
    const answer = await run({
      'index.cjs': `const { S3Client } = require('@aws-sdk/client-s3')
        exports.handler = async () => [typeof S3Client, await import('@smithy/core').then((m) => typeof m), await import('commander').catch((e) => e.code)]`,
    })
    expect(answer.value).toEqual(['function', 'object', 'ERR_MODULE_NOT_FOUND'])
  })

  test('gives the handler its context', async () => {
    const name = await aws.create({
      'index.mjs': 'export const handler = async (_, c) => ({ ...c, left: c.getRemainingTimeInMillis() })',
    }, { Timeout: 7 })
    const { value } = await aws.invoke(name)
    const { left, ...context } = value as { left: number }
    expect(left).toBeGreaterThan(6000)
    expect(left).toBeLessThanOrEqual(7000)
    expect(context).toMatchObject({
      functionName: name, functionVersion: '$LATEST', memoryLimitInMB: '128', logGroupName: `/aws/lambda/${name}`,
      invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`, awsRequestId: expect.stringMatching(UUID),
    })
  })
})

test('where the runtime names another version, the log says what runs', async () => {
  const logs = new CloudWatchLogsClient(aws.engine.client)
  const notes = async (Runtime: 'nodejs20.x', more: object = {}) => {
    const name = await aws.create({ 'index.mjs': 'export const handler = async () => 1' }, { Runtime, ...more })
    await aws.invoke(name)
    return eventually('the note', async () => {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}`, filterPattern: '"on this machine"' })).catch(() => ({ events: [] }))
      return events[0]?.message
    })
  }
  expect(await notes('nodejs20.x')).toBe(`nodejs20.x runs on Node.js ${process.versions.node} on this machine.\n`)
  expect(JSON.parse((await notes('nodejs20.x', { LoggingConfig: { LogFormat: 'JSON' } }))!)).toMatchObject({ level: 'INFO', message: expect.stringMatching(/^nodejs20\.x runs on/) })
  logs.destroy()
})

test('the log: AWS\'s lines around the function\'s own', async () => {
  const name = await aws.create({
    'index.mjs': 'export const handler = async () => { console.log("two\\nlines", { a: 1 }); console.warn("w"); console.debug("d"); process.stdout.write("raw\\n") }',
  })
  const { log } = await aws.invoke(name)
  const id = new RegExp(`^START RequestId: (${UUID}) Version: \\$LATEST\n`).exec(log)![1]!
  const time = '\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z'
  expect(log).toMatch(new RegExp(`\n${time}\t${id}\tINFO\ttwo\nlines \\{ a: 1 \\}\n${time}\t${id}\tWARN\tw\n${time}\t${id}\tDEBUG\td\n`))
  expect(log).toContain('raw\n')
  expect(log).toMatch(
    new RegExp(`END RequestId: ${id}\nREPORT RequestId: ${id}\tDuration: [\\d.]+ ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\tMax Memory Used: [1-9]\\d* MB\tInit Duration: [\\d.]+ ms\t\n$`),
  )
  expect((await aws.invoke(name)).log).not.toContain('Init Duration')
})

test('much output: all of it is in the log before the END line, in order', async () => {
  const name = await aws.create({
    'index.mjs': 'export const handler = async ({ from }) => { for (let i = 0; i < 1500; i++) console.log(`${from + i} ${"x".repeat(100)}`) }',
  })
  for (let from = 1000; from < 5000; from += 1500) {
    const { log } = await aws.invoke(name, { from })
    const numbers = [...log.matchAll(/\tINFO\t(\d+) x/g)].map(([, number]) => Number(number))
    expect(numbers.at(-1)).toBe(from + 1499)
    expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! + i))
    expect(log).toMatch(/x\nEND RequestId/)
  }
})
