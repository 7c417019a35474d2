// The Node.js runtime of a function: loads the handler and serves the Lambda Runtime API until it goes away.
// It runs in the function's own process, on whatever Node.js runs the engine, and imports nothing but Node.js.
import module from 'node:module'
import { logFailure, setRequestId, takeOverConsole, endOfInvocation } from './bootstrap/console.mjs'
import { contextOf } from './bootstrap/context.mjs'
import { forApi, forLog, JSONStringifyError, UnhandledPromiseRejection } from './bootstrap/errors.mjs'
import { loadHandler, provideModules } from './bootstrap/load.mjs'
import { run } from './bootstrap/run.mjs'
import { watchSources } from './bootstrap/sources.mjs'
import { get, post } from './bootstrap/client.mjs'
import { provideStreaming, runStreaming, streams } from './bootstrap/streaming.mjs'

// `hot`: the code is a person's own folder, with TypeScript as it is written.
const [compileCache, hot] = process.argv.splice(2)
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
    if (!first) module.flushCompileCache?.()
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
  await post(`${API}/invocation/${id}/response`, text)
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

module.enableCompileCache?.(compileCache)
provideModules()
takeOverConsole()
if (hot) watchSources()
provideStreaming()
process.on('uncaughtException', (error) => fail(error, 'Uncaught Exception', 129))
process.on('unhandledRejection', (reason, promise) =>
  fail(new UnhandledPromiseRejection(reason, promise), 'Unhandled Promise Rejection', 128),
)
try {
  const handler = await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER, hot)
  // Not awaited here: a module that still awaits at its top level cannot answer `beforeExit`.
  void serve(handler).catch((error) => fail(error, 'Uncaught Exception', 129))
} catch (error) {
  fail(error, 'Uncaught Exception', 1)
}
