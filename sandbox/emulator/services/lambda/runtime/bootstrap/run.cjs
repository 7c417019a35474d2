'use strict'
/** From Node.js 24 on AWS only knows what the handler returns; before, callbacks as well. */
const nodeVersion = Number(/nodejs(\d+)/.exec(process.env.AWS_EXECUTION_ENV)?.[1] ?? 24)

/** Calls the handler and resolves with its result, or rejects with what it threw. */
async function run(handler, event, context) {
  return nodeVersion >= 24 ? handler(event, context) : runWithCallback(handler, event, context)
}

/**
 * The result comes by a promise, by the callback, or by `context.done`, `succeed` and `fail`; a value that is returned
 * counts for nothing. An event loop that runs empty without a result means `null`.
 */
function runWithCallback(handler, event, context) {
  return new Promise((resolve, reject) => {
    const idle = () => resolve(null)
    process.once('beforeExit', idle)
    const done = (error, result) => {
      process.removeListener('beforeExit', idle)
      if (error === undefined || error === null) resolve(result)
      else reject(error)
    }
    const callback = (error, result) => {
      if ((error !== undefined && error !== null) || !context.callbackWaitsForEmptyEventLoop) return done(error, result)
      process.removeListener('beforeExit', idle)
      process.once('beforeExit', () => resolve(result))
    }
    const legacy = {
      callbackWaitsForEmptyEventLoop: true,
      done,
      succeed: (result) => done(null, result),
      fail: (error) => done(error ?? 'handled'),
    }
    try {
      const result = handler(event, Object.assign(context, legacy), callback)
      if (result instanceof Promise) result.then(legacy.succeed, legacy.fail)
    } catch (error) {
      done(error)
    }
  })
}

module.exports = { nodeVersion, run }
