// The Node.js runtime of a function: loads the handler and serves the Lambda Runtime API until it goes away.
// It runs in the function's own process, on whatever Node.js runs the engine, and imports nothing but Node.js.
'use strict'
// CommonJS: ten ES modules, and the built-in ones that they import, would cost 12 ms more at each cold start.
const { enableCompileCache, flushCompileCache } = require('node:module')
// `hot`: the code is a person's own folder, with TypeScript as it is written.
const [compileCache, hot] = process.argv.splice(2)
enableCompileCache?.(compileCache)
const { logFailure, setRequestId, takeOverConsole, endOfInvocation } = require('./bootstrap/console.cjs')
const { contextOf } = require('./bootstrap/context.cjs')
const { forApi, forLog, JSONStringifyError, UnhandledPromiseRejection } = require('./bootstrap/errors.cjs')
const { loadHandler, provideModules } = require('./bootstrap/load.cjs')
const { run } = require('./bootstrap/run.cjs')
const { watchSources } = require('./bootstrap/sources.cjs')
const { get, post } = require('./bootstrap/client.cjs')
const { provideStreaming, runStreaming, streams } = require('./bootstrap/streaming.cjs')

const API = '/2018-06-01/runtime'
let current

function fail(error, title, exitCode) {
  logFailure(title, error, forLog(error))
  const path = current ? `/invocation/${current}/error` : '/init/error'
  const leave = () => process.exit(exitCode)
  report(path, error).then(leave, leave)
}

function report(path, error) {
  const body = forApi(error)
  if (current) endOfInvocation(current)
  return post(`${API}${path}`, JSON.stringify(body), { 'lambda-runtime-function-error-type': body.errorType })
}

async function serve(handler) {
  endOfInvocation('init')
  for (let first = true; ; first = false) {
    const next = get(`${API}/invocation/next`)
    // The engine ends a process without warning, so what was compiled is kept as soon as nobody waits.
    if (!first) flushCompileCache?.()
    const { headers, body } = await next
    current = headers['lambda-runtime-aws-request-id']
    setRequestId(current)
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] ?? ''
    await answer(handler, body, contextOf(headers))
    current = undefined
  }
}

async function answer(handler, body, context) {
  const id = context.awsRequestId
  if (streams(handler)) return answerInPieces(handler, body, context)
  let text
  try {
    text = stringify(await run(handler, JSON.parse(body), context))
  } catch (error) {
    logFailure('Invoke Error', error, forLog(error))
    await report(`/invocation/${id}/error`, error)
    return
  }
  endOfInvocation(id)
  // Nothing depends on what the engine says to it, so the request for more work goes out with it.
  void post(`${API}/invocation/${id}/response`, text)
}

async function answerInPieces(handler, body, context) {
  const id = context.awsRequestId
  const failed = await runStreaming(handler, body, context, `${API}/invocation/${id}/response`, (error) => {
    if (error) logFailure('Invoke Error', error, forLog(error))
    endOfInvocation(id)
    return error && forApi(error)
  })
  if (failed) await report(`/invocation/${id}/error`, failed)
}

function stringify(result) {
  try {
    return JSON.stringify(result) ?? 'null'
  } catch {
    throw new JSONStringifyError('Unable to stringify response body')
  }
}

provideModules()
takeOverConsole()
if (hot) watchSources()
provideStreaming()
process.on('uncaughtException', (error) => fail(error, 'Uncaught Exception', 129))
process.on('unhandledRejection', (reason, promise) =>
  fail(new UnhandledPromiseRejection(reason, promise), 'Unhandled Promise Rejection', 128),
)
// What Node.js says of a module that awaits for ever.
process.exitCode = 13
loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER, hot).then(
  (handler) => {
    process.exitCode = undefined
    serve(handler).catch((error) => fail(error, 'Uncaught Exception', 129))
  },
  (error) => fail(error, 'Uncaught Exception', 1),
)
